import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

/** Where `npm run dev` sends what is not the console's: a running server. */
const server = process.env.STRONGROOM_URL ?? 'http://127.0.0.1:8200';

export default defineConfig({
  plugins: [svelte(), svelteTesting()],
  // Relative, so that the files work wherever they are served from.
  base: './',
  build: {
    target: 'es2023',
    // `light-dark()` and nesting stay as they are written.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // Small files as data: URLs would be refused by the policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { index: 'index.html', callback: 'callback.html' },
    },
  },
  server: { proxy: { '/api': server, '/auth': server, '/console/config.json': server } },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/testing/setup.ts'],
    restoreMocks: true,
  },
});
