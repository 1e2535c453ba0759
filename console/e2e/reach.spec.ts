import { custom, expect, test, visit } from './fixtures';
import { person } from './people-of';

test('pages stay whole whichever way one reads, and what has the focus is in sight', async ({
  signedIn: page,
  vault,
}) => {
  const project = await vault.project('a name of some length, to take what room there is');
  const gone = await custom(vault, project, 'to be deleted');
  await vault.api('DELETE', `settings/project/${project}/${gone._key}`);
  await custom(vault, project, 'סיסמה של השירות');
  const member = await person(vault, 'עדה', null);
  await vault.api('PUT', `projects/${project}/members/user/${member.id}`, { role: 'Reader' });
  await vault.api('POST', `clients/project/${project}`, {
    name: 'deploy',
    expires_in: 86_400,
    scopes: [{ on: `project/${project}`, permissions: ['metadata', 'reveal'] }],
  });
  const pages = ['audit', 'health', 'secrets/deleted', 'members', 'clients'].map(
    (name) => `/project/${project}/${name}`,
  );
  for (const [width, height] of [
    [360, 740],
    // In between, where a table scrolls sideways; low, as when one zooms in.
    [700, 420],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const direction of ['ltr', 'rtl']) {
      await page.evaluate((to) => (document.documentElement.dir = to), direction);
      for (const path of [...pages, '/profile']) {
        await visit(page, path);
        await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
        await page.waitForLoadState('networkidle');
        const where = `${path}, ${direction}, ${width}`;
        expect(await page.evaluate(() => document.documentElement.scrollWidth), where).toBe(width);
        const hidden: string[] = [];
        // To the end of the page, or as far as a long one is looked at.
        for (let step = 0; step < 30; step += 1) {
          await page.keyboard.press('Tab');
          const found = await page.evaluate(covered);
          if (found === null) break;
          hidden.push(...found);
        }
        expect(hidden, where).toEqual([]);
      }
    }
  }
});

/** In the page: what has the focus and is wholly behind something else. Null where nothing has it. */
function covered(): string[] | null {
  const focused = document.activeElement;
  if (focused === null || focused === document.body || !document.hasFocus()) return null;
  // A radio that is drawn by its label is as large as that.
  const target = focused.closest('label') ?? focused;
  const isSeen = [...target.getClientRects()].some((box) =>
    [0.1, 0.5, 0.9].some((part) => {
      const x = box.x + box.width * part;
      const there = document.elementFromPoint(x, box.y + box.height / 2);
      return there !== null && target.contains(there);
    }),
  );
  return isSeen ? [] : [focused.outerHTML.slice(0, 120)];
}
