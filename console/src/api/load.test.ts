import { expect, it, vi } from 'vitest';
import { Load } from './load.svelte';

it('an answer to an earlier question is dropped', async () => {
  const load = new Load<string>();
  const answers: ((value: string) => void)[] = [];
  const ask = () => new Promise<string>((resolve) => answers.push(resolve));
  load.run(ask);
  load.run(ask);
  answers[1]?.('second');
  answers[0]?.('first');
  await vi.waitFor(() => expect(load.data).toBe('second'));
  await new Promise((resolve) => setTimeout(resolve));
  expect(load.data).toBe('second');
});

it('what is there stays while it is asked for again', async () => {
  const load = new Load<number>();
  let count = 0;
  load.run(() => Promise.resolve((count += 1)));
  await vi.waitFor(() => expect(load.data).toBe(1));
  const again = load.refresh();
  expect(load.data).toBe(1);
  await again;
  expect(load.data).toBe(2);
});
