import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

export default {
  preprocess: vitePreprocess(),
  compilerOptions: {
    runes: true,
    // Markup is made by DOM calls, never from strings: no sink for Trusted Types to guard.
    fragments: 'tree',
    // Otherwise styles could end up in inline elements, which the policy refuses.
    css: 'external',
  },
};
