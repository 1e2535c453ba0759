import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

export default ts.config(
  { ignores: ['dist', 'node_modules', 'screenshots', 'test-results', 'src/api/schema.d.ts'] },
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
  },
  {
    rules: {
      eqeqeq: 'error',
      // Markup from strings is what the policy forbids, and what an escape would be missing from.
      'svelte/no-at-html-tags': 'error',
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: 'Markup is made by components.' },
        { property: 'outerHTML', message: 'Markup is made by components.' },
        { property: 'insertAdjacentHTML', message: 'Markup is made by components.' },
      ],
      'no-console': 'error',
      // Not all that is kept is drawn.
      'svelte/prefer-svelte-reactivity': 'off',
      'svelte/no-useless-children-snippet': 'off',
      // Every address is behind `#`.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  {
    files: ['e2e/**', 'scripts/**', '**/*.test.ts'],
    rules: { 'no-console': 'off', 'no-restricted-properties': 'off' },
  },
);
