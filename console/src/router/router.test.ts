import { beforeEach, describe, expect, it, vi } from 'vitest';
import { router } from './router.svelte';

const arrived = (path: string) => vi.waitFor(() => expect(router.place.path).toBe(path));

beforeEach(async () => {
  router.go('/start');
  await arrived('/start');
});

describe('the router', () => {
  it('goes where a page leads on to, without another entry in the history', () => {
    const entries = history.length;
    router.replace('/further');
    expect(router.place.path).toBe('/further');
    expect(location.hash).toBe('#/further');
    expect(history.length).toBe(entries);
  });

  it('follows a link and not the page that leads on in the same instant', async () => {
    location.hash = '/link';
    router.replace('/home');
    expect(location.hash).toBe('#/link');
    await arrived('/link');
    router.replace('/further');
    expect(router.place.path).toBe('/further');
  });

  it('stays where a guard says so, and can still be led on from there', async () => {
    const unguard = router.guard(() => false);
    router.go('/away');
    await vi.waitFor(() => expect(location.hash).toBe('#/start'));
    unguard();
    expect(router.place.path).toBe('/start');
    router.replace('/further');
    expect(router.place.path).toBe('/further');
  });
});
