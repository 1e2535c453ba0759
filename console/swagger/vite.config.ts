import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** The API pages: apart from the console, since the server has them at a path of their own. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  publicDir: false,
  build: {
    outDir: fileURLToPath(new URL('../dist/swagger', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Swagger UI is one file of this size.
    chunkSizeWarningLimit: 2500,
  },
});
