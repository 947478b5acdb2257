/** Drafts: several of new objects, and of what somebody deleted. */
import { expect } from '@playwright/test';
import { test } from './support/console-page.ts';
import {
  apply,
  code,
  kind,
  live,
  makeObject,
  openEditor,
  removeObject,
  review,
  rewrite,
} from './support/edited-object.ts';

test('several new objects are begun beside each other, and each goes on where it was left', async ({
  page,
  signInAs,
}) => {
  await signInAs('developer');
  const begin = async (name: string) => {
    await page.goto(`/config/new?kind=${kind}&namespace=bookinfo`);
    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    await page.getByRole('button', { name: 'Write it' }).click();
    await code(page).click();
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.insertText(`# of ${name}`);
    await page.waitForFunction(
      (words) => JSON.stringify({ ...localStorage }).includes(words),
      `# of ${name}`,
    );
  };
  await begin('begun-one');
  await begin('begun-two');
  await page.goto(`/config/new?kind=${kind}&namespace=bookinfo`);
  const begun = page.getByRole('region', { name: 'Begun, not written yet' });
  await expect(begun.getByRole('listitem')).toHaveText([/begun-two/, /begun-one/]);
  await begun.getByRole('button', { name: 'Discard the draft of VirtualService begun-two' }).click();
  await expect(begun.getByRole('listitem')).toHaveText([/begun-one/]);
  await begun.getByRole('link', { name: 'Go on with VirtualService begun-one' }).click();
  await expect(code(page)).toContainText('# of begun-one');
});

test.describe('what is gone', () => {
  test.use({
    expectedErrors: [/\/api\/v1\/config\/object\?.*edit-anew Failed to load resource.* 404/],
  });

  test('somebody deletes what is edited: it is made anew from the draft, from the editor and from the review', async ({
    page,
    signInAs,
  }) => {
    const name = 'edit-anew';
    await makeObject(name);
    try {
      await signInAs('developer');
      await openEditor(page, name);
      await rewrite(page, 'timeout: 3s', 2, '7s');
      await expect(page.getByText('1 line changed')).toBeVisible();
      await removeObject(name);
      await expect(page.getByText('This object was deleted')).toBeVisible();
      await expect(page.getByRole('button', { name: 'Make it anew' })).toBeVisible();
      // Also who comes later still has what they wrote.
      await page.reload();
      await expect(page.getByText(/was deleted\. Your draft of/)).toBeVisible();
      await page.getByRole('button', { name: 'Make it anew' }).click();
      await expect(code(page)).toContainText('timeout: 7s');
      await expect(code(page)).not.toContainText('resourceVersion');
      await page.getByRole('button', { name: 'Review new object' }).click();
      await apply(page);
      expect((await live(name)).timeout).toBe('7s');

      await openEditor(page, name);
      await rewrite(page, 'timeout: 7s', 2, '9s');
      await review(page);
      await expect(page.getByText('Dry run passed.')).toBeVisible();
      await removeObject(name);
      const gone = page.getByRole('region', { name: `VirtualService ${name} was deleted meanwhile` });
      await expect(gone).toBeVisible();
      await expect(page.getByRole('button', { name: /^Apply/ })).toBeDisabled();
      await gone.getByRole('button', { name: 'Make it anew' }).click();
      await apply(page);
      expect((await live(name)).timeout).toBe('9s');
    } finally {
      await removeObject(name);
    }
  });
});
