import type { Page } from '@playwright/test';
import { custom, expect, test, VALUE, visit } from './fixtures';

/** Everything that the page holds where another script, a person or a screenshot could find it. */
async function held(page: Page): Promise<string> {
  return page.evaluate(() =>
    JSON.stringify([
      document.documentElement.outerHTML,
      [...document.querySelectorAll('input, textarea')].map(
        (one) => (one as HTMLInputElement).value,
      ),
      { ...localStorage },
      { ...sessionStorage },
      document.title,
      location.href,
      history.state,
    ]),
  );
}

test.describe('a value', () => {
  test('is in the page only for the ten seconds after a click', async ({
    signedIn: page,
    vault,
    console: lines,
  }) => {
    const project = await vault.project('ten seconds');
    await custom(vault, project, 'clicked');
    await page.clock.install();
    await visit(page, `/project/${project}/secrets`);
    const button = page.getByRole('button', { name: 'Reveal clicked' });
    await expect(button).toBeVisible();
    expect(await held(page)).not.toContain(VALUE);

    await button.click();
    await expect(page.getByText(VALUE)).toBeVisible();
    await page.clock.runFor(9_000);
    await expect(page.getByText(VALUE)).toBeVisible();
    await page.clock.runFor(2_000);
    await expect(page.getByText(VALUE)).toHaveCount(0);
    expect(await held(page)).not.toContain(VALUE);
    expect(lines.join('\n')).not.toContain(VALUE);
  });

  test('is shown as long as it is held', async ({ signedIn: page, vault }) => {
    const project = await vault.project('held');
    await custom(vault, project, 'held');
    await visit(page, `/project/${project}/secrets`);
    await page.getByRole('button', { name: 'Reveal held' }).hover();
    await page.mouse.down();
    await expect(page.getByText(VALUE)).toBeVisible();
    await page.waitForTimeout(600);
    await expect(page.getByText(VALUE)).toBeVisible();
    await page.mouse.up();
    await expect(page.getByText(VALUE)).toHaveCount(0);
    expect(await held(page)).not.toContain(VALUE);
  });

  test('is shown and hidden by keyboard alone', async ({ signedIn: page, vault }) => {
    const project = await vault.project('keys');
    await custom(vault, project, 'keys');
    await visit(page, `/project/${project}/secrets`);
    const button = page.getByRole('button', { name: 'Reveal keys' });
    await button.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByText(VALUE)).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page.getByText(VALUE)).toHaveCount(0);
    await page.keyboard.down(' ');
    await expect(page.getByText(VALUE)).toBeVisible();
    await page.waitForTimeout(600);
    await page.keyboard.up(' ');
    await expect(page.getByText(VALUE)).toHaveCount(0);
  });

  test('is gone when another page is shown', async ({ signedIn: page, vault }) => {
    const project = await vault.project('left');
    const { _id } = await custom(vault, project, 'left');
    await visit(page, `/project/${project}/secrets/Custom/${_id}`);
    await page.getByRole('button', { name: 'Reveal Value of left' }).click();
    await expect(page.getByText(VALUE)).toBeVisible();
    await page.getByRole('tab', { name: 'Versions' }).click();
    await expect(page.getByRole('table')).toBeVisible();
    expect(await held(page)).not.toContain(VALUE);
    await page.getByRole('tab', { name: 'Value' }).click();
    await expect(page.getByText('Hidden', { exact: true })).toBeAttached();
    expect(await held(page)).not.toContain(VALUE);
  });

  test('is copied without being shown, and away from the clipboard half a minute later', async ({
    signedIn: page,
    vault,
  }) => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const project = await vault.project('copied');
    await custom(vault, project, 'copied');
    await page.clock.install();
    await visit(page, `/project/${project}/secrets`);
    await page.getByRole('button', { name: 'Copy copied' }).click();
    await expect(page.getByText('Copied. The clipboard is cleared')).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(VALUE);
    expect(await held(page)).not.toContain(VALUE);
    await page.clock.runFor(31_000);
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()))
      .not.toContain(VALUE);
  });

  test('stays in the clipboard where one says so', async ({ signedIn: page, vault }) => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const project = await vault.project('kept');
    await custom(vault, project, 'kept');
    await page.clock.install();
    await visit(page, `/project/${project}/secrets`);
    await page.getByRole('button', { name: 'Copy kept' }).click();
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.clock.runFor(31_000);
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(VALUE);
  });
});
