/** An object that Git owns: the editor warns before and while it is changed, and offers the change in the three forms in which others take it. */
import { expect, type Page } from '@playwright/test';
import { test } from './support/console-page.ts';
import { kubernetes } from './support/demo.ts';

const kind = 'virtualservices.networking.istio.io';
const collection = '/apis/networking.istio.io/v1/namespaces/bookinfo/virtualservices';
const name = 'git-owned';

test.beforeEach(async ({ signInAs }) => {
  await kubernetes('developer', 'DELETE', `${collection}/${name}`);
  const made = await kubernetes('developer', 'POST', collection, {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: {
      name,
      namespace: 'bookinfo',
      annotations: {
        'argocd.argoproj.io/tracking-id': `books:networking.istio.io/VirtualService:bookinfo/${name}`,
      },
    },
    spec: {
      hosts: [`${name}.example.com`],
      http: [{ name: 'all', timeout: '3s', route: [{ destination: { host: 'reviews' } }] }],
    },
  });
  expect(made.status).toBe(201);
  await signInAs('developer');
});

test.afterEach(async () => {
  await kubernetes('developer', 'DELETE', `${collection}/${name}`);
});

const code = (page: Page) => page.getByRole('textbox', { name: /^YAML of/ });

async function changeTimeout(page: Page): Promise<void> {
  await page.goto(`/config/${kind}/bookinfo/${name}/edit`);
  await code(page).locator('.cm-line', { hasText: 'timeout: 3s' }).click();
  await page.keyboard.press('End');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await page.keyboard.insertText('5s');
  await expect(page.getByText('1 line changed')).toBeVisible();
}

test('the page and the editor say who puts it back, and the editor exports instead', async ({ page }) => {
  await page.goto(`/config/${kind}/bookinfo/${name}`);
  await expect(page.getByRole('banner').or(page.getByRole('main'))).toContainText([/Argo CD/]);
  await changeTimeout(page);
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
  await changeTimeout(page);
  await page.getByRole('button', { name: /^Review \d/ }).click();
  await expect(page.getByText('Dry run passed.')).toBeVisible();
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
  const { body } = await kubernetes('developer', 'GET', `${collection}/${name}`);
  expect(JSON.stringify(body.spec)).toContain('"timeout":"3s"');
});
