// `npm run screenshots [NAME…]`: pictures of each page, by day and by night, wide and narrow, into
// `screenshots/`. What is on them comes from the files in `pictures/`; each gives, for a server with
// some things in it, a list of `{ name, path, before?, after? }`.

import { chromium } from '@playwright/test';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { client } from './harness/client.mjs';
import { startStrongroom } from './harness/strongroom.mjs';

const target = fileURLToPath(new URL('../screenshots', import.meta.url));
const wanted = process.argv.slice(2);
await mkdir(target, { recursive: true });

const server = await startStrongroom();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  const api = client(server.address, server.token);
  const shots = [];
  const pictures = new URL('pictures/', import.meta.url);
  for (const file of (await readdir(pictures)).sort()) {
    const module = await import(new URL(file, pictures).href);
    shots.push(...(await module.default({ api, ...server })));
  }
  for (const [size, viewport] of [
    ['wide', { width: 1360, height: 860 }],
    ['narrow', { width: 360, height: 740 }],
  ]) {
    for (const colorScheme of ['light', 'dark']) {
      const page = await browser.newPage({ viewport, colorScheme, reducedMotion: 'reduce' });
      await page.goto(server.url);
      const save = async (name) => {
        await page.waitForTimeout(250);
        await page.screenshot({ path: join(target, `${name}-${size}-${colorScheme}.png`) });
      };
      if (wanted.length === 0 || wanted.includes('sign-in')) await save('sign-in');
      await page.getByLabel('Token', { exact: true }).fill(server.token);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.locator('#main').waitFor();
      for (const shot of shots) {
        if (wanted.length > 0 && !wanted.some((name) => shot.name.includes(name))) continue;
        await page.evaluate((to) => (location.hash = to), shot.path);
        await page.waitForLoadState('networkidle');
        await shot.before?.(page);
        await save(shot.name);
        await shot.after?.(page);
        // A page with something typed asks before it is left.
        page.once('dialog', (dialog) => void dialog.accept());
      }
      await page.close();
    }
  }
} finally {
  await browser.close();
  await server.stop();
}
