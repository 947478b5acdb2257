/** An object that Git owns: the editor warns before and while it is changed, and offers the change in the three forms in which others take it. */
import { expect } from '@playwright/test';
import { test } from './support/console-page.ts';
import {
  draftTimeout,
  kind,
  live,
  makeObject,
  passed,
  removeObject,
  review,
} from './support/edited-object.ts';

const name = 'git-owned';

test.beforeEach(async ({ signInAs }) => {
  await makeObject(name, {
    metadata: {
      annotations: {
        'argocd.argoproj.io/tracking-id': `books:networking.istio.io/VirtualService:bookinfo/${name}`,
      },
    },
  });
  await signInAs('developer');
});

test.afterEach(() => removeObject(name));

test('the page and the editor say who puts it back, and the editor exports instead', async ({ page }) => {
  await page.goto(`/config/${kind}/bookinfo/${name}`);
  await expect(page.getByRole('banner').or(page.getByRole('main'))).toContainText([/Argo CD/]);
  await draftTimeout(page, name, '5s');
  await expect(page.getByText('Argo CD books owns this object.')).toBeVisible();

  await page.getByRole('button', { name: 'Export instead' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export the change' });
  const text = dialog.locator('pre');
  await expect(text).toContainText('timeout: 5s');
  // It goes into a repository: what only the API server writes does not.
  for (const written of ['uid:', 'resourceVersion:', 'creationTimestamp:', 'managedFields:', 'status:']) {
    await expect(text).not.toContainText(written);
  }
  await dialog.getByRole('button', { name: 'kubectl' }).click();
  await expect(text).toContainText(
    `kubectl patch --namespace bookinfo ${kind} ${name} --type json --patch '[{"op":"test","path":"/spec/http/0/timeout","value":"3s"},{"op":"replace","path":"/spec/http/0/timeout","value":"5s"}]'`,
  );
  await dialog.getByRole('button', { name: 'Patch' }).click();
  await expect(text).toContainText(`--- a/bookinfo/virtualservices/${name}.yaml`);
  await expect(text).toContainText('+    timeout: 5s');
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download' }).click();
  expect((await download).suggestedFilename()).toBe(`${name}.patch`);
});

test('the review warns once more, Apply is not the first choice, and nothing was written', async ({
  page,
}) => {
  await draftTimeout(page, name, '5s');
  await review(page);
  await expect(passed(page)).toBeVisible();
  const bar = page.getByRole('region', { name: 'Apply' });
  await expect(page.getByText(`Argo CD owns ${name}.`)).toBeVisible();
  await expect(
    bar
      .or(page.getByRole('main'))
      .getByRole('button', { name: /^Apply/ })
      .first(),
  ).toHaveAttribute('data-tone', 'default');
  await page.getByRole('button', { name: 'Export' }).first().click();
  await expect(page.getByRole('dialog', { name: 'Export the change' }).locator('pre')).toContainText(
    'timeout: 5s',
  );
  expect((await live(name)).timeout).toBe('3s');
});
