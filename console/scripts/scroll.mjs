// `npm run scroll [-- --secrets N]`: how the table of very many secrets scrolls. Starts a server, makes the
// secrets (100,000 unless said), scrolls in Chromium as a person with a wheel does, all the way down, and
// from a loaded end back up; then says when frames came, and what processor time the page took for each.
// Fails where a frame at a pace that one can follow takes more than the 16.7 ms that there are. That frames
// come late on a machine with other things to do is said, and is not the console's doing.

import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { startStrongroom } from '../e2e/harness/strongroom.mjs';
import { client } from '../e2e/harness/client.mjs';

const { values } = parseArgs({ options: { secrets: { type: 'string', default: '100000' } } });
const wanted = Number(values.secrets);
const AT_ONCE = 128;
/** Pixels of a frame: a fast wheel, some forty rows a second and a hundred. */
const SPEEDS = [40, 120, 400];
const SECONDS = 8;
/** Faster than this nobody reads a row. */
const FOLLOWED = 120;
/** Milliseconds, at 60 frames a second. */
const FRAME = 1000 / 60;

const server = await startStrongroom();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  const api = client(server.address, server.token);
  const { organization } = server;
  const project = (await api('POST', 'projects', { name: 'very many', organization })).id;
  await timed(`${wanted} secrets made`, () => seed(api, project));

  const page = await browser.newPage({ viewport: { width: 1360, height: 860 } });
  await page.goto(`${server.url}#/project/${project}/secrets`);
  await page.getByLabel('Token', { exact: true }).fill(server.token);
  await timed('first rows, from the click that signs in', async () => {
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('rowheader').first().waitFor();
  });
  for (const [label, value] of [
    ['Last change', 'updated'],
    ['Last reveal', 'last_reveal'],
  ]) {
    await timed(`sorted by ${label.toLowerCase()}`, async () => {
      const answer = page.waitForResponse((response) => response.url().includes(`sort=${value}`));
      await page.getByLabel('Sort by').selectOption(value);
      await answer;
    });
  }
  await page.getByLabel('Sort by').selectOption('name');
  await timed('searched for one, with the pause after typing', async () => {
    await page.getByRole('searchbox').fill(name(wanted - 1));
    await page.getByText('1–1 of 1 secret').waitFor();
  });
  await page.getByRole('searchbox').fill('');
  await page.getByText(/^1–\d+ of [\d,]+ secrets$/).waitFor();

  const processor = await page.context().newCDPSession(page);
  await processor.send('Performance.enable', { timeDomain: 'threadTicks' });
  const measured = async (what, speed) => {
    const before = await busy(processor);
    const frames = await page.evaluate(scroll, { speed, seconds: SECONDS });
    const cost = ((await busy(processor)) - before) / frames.deltas.length;
    report(what, frames, cost);
    return cost;
  };
  for (const speed of SPEEDS) {
    const cost = await measured(`down, ${speed} px a frame`, speed);
    if (speed <= FOLLOWED && cost > FRAME) process.exitCode = 1;
  }
  await timed('all rows loaded by holding End', () => toTheEnd(page));
  await measured('up from the end, 400 px a frame', -400);
  console.log(`rows in the page: ${await page.getByRole('rowheader').count()}`);
} finally {
  await browser.close();
  await server.stop();
}

function name(number) {
  return `service-${String(number).padStart(6, '0')}`;
}

async function seed(api, project) {
  let next = 0;
  const worker = async () => {
    while (next < wanted) {
      const number = next;
      next += 1;
      const body = { _type: 'secret/Custom', name: name(number), value: `value ${number}` };
      await api('POST', `settings/project/${project}/`, body);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** In the page: scrolls by so many pixels a frame, and gives the milliseconds from frame to frame. */
function scroll({ speed, seconds }) {
  const body = document.querySelector('.table .body');
  return new Promise((resolve) => {
    const deltas = [];
    let blank = 0;
    const start = performance.now();
    let last = start;
    const step = (now) => {
      deltas.push(now - last);
      last = now;
      // Whether the middle of what is in sight has a row in it.
      const box = body.getBoundingClientRect();
      const there = document.elementFromPoint(box.left + 40, box.top + box.height / 2);
      if (there?.closest('[role=row]') === null) blank += 1;
      body.scrollBy(0, speed);
      if (now - start < seconds * 1000) requestAnimationFrame(step);
      else resolve({ deltas: deltas.slice(1), blank, top: body.scrollTop });
    };
    requestAnimationFrame(step);
  });
}

async function toTheEnd(page) {
  const status = page.getByText(new RegExp(`–${wanted.toLocaleString('en')} of `));
  while (!(await status.isVisible())) {
    await page.evaluate(() => {
      const body = document.querySelector('.table .body');
      body.scrollTo(0, body.scrollHeight);
    });
    await page.waitForTimeout(20);
  }
}

/** Milliseconds of processor time that the page's thread has had. */
async function busy(processor) {
  const { metrics } = await processor.send('Performance.getMetrics');
  return metrics.find((metric) => metric.name === 'TaskDuration').value * 1000;
}

/** A frame is late when it comes half a frame after its time. */
function report(what, { deltas, blank, top }, cost) {
  const sorted = deltas.toSorted((one, other) => one - other);
  const at = (part) => sorted[Math.floor((sorted.length - 1) * part)].toFixed(1);
  const late = deltas.filter((delta) => delta > 1.5 * FRAME).length;
  const rows = Math.round(top / 44).toLocaleString('en');
  console.log(
    `${what}: ${cost.toFixed(1)} ms of processor time a frame; ${deltas.length} frames, ` +
      `median ${at(0.5)} ms, 99 % ${at(0.99)} ms, longest ${at(1)} ms, ${late} late, ` +
      `${blank} with no row in the middle; at row ${rows}`,
  );
}

async function timed(what, doing) {
  const start = performance.now();
  await doing();
  console.log(`${what}: ${Math.round(performance.now() - start)} ms`);
}
