/** An object as large as they come, in the browser: 500 rules and a quarter of a megabyte of annotations are opened, changed in one place, and written as they were in all others. */
import { expect, type Page } from '@playwright/test';
import { test } from './support/console-page.ts';
import { kubernetes } from './support/demo.ts';

const kind = 'virtualservices.networking.istio.io';
const collection = '/apis/networking.istio.io/v1/namespaces/bookinfo/virtualservices';
const name = 'large-object';

interface Large {
  metadata: { annotations: Record<string, string> };
  spec: { http: { name: string; timeout?: string }[] };
}

const code = (page: Page) => page.getByRole('textbox', { name: /^YAML of/ });
const read = async () => (await kubernetes<Large>('developer', 'GET', `${collection}/${name}`)).body;

async function remove(): Promise<void> {
  await kubernetes('developer', 'DELETE', `${collection}/${name}`);
}

test.beforeEach(remove);
test.afterEach(remove);

test('REL-43 500 rules and 256 KiB of annotations: opened, one rule changed by its card, all else written as it was', async ({
  page,
  signInAs,
}) => {
  test.setTimeout(180_000);
  // What a reader of YAML may spoil: words, numbers, dates, lines, letters of other alphabets.
  const odd = ['yes', '0777', '1e3', '2024-01-02', 'a: b # c', 'two\nlines\n', 'né 数', '~'];
  const annotations = Object.fromEntries([
    ...odd.map((value, at) => [`example.com/odd-${at}`, value]),
    ...Array.from({ length: 62 }, (_, at) => [`example.com/note-${at}`, String(at % 10).repeat(4096)]),
  ]);
  const made = await kubernetes('developer', 'POST', collection, {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace: 'bookinfo', annotations },
    spec: {
      hosts: [`${name}.example.com`],
      http: Array.from({ length: 500 }, (_, at) => ({
        name: `route-${at}`,
        match: [{ uri: { exact: `/r/${at}` } }],
        timeout: '3s',
        route: [{ destination: { host: 'details' } }],
      })),
    },
  });
  expect(made.status).toBe(201);
  const before = await read();

  await signInAs('developer');
  await page.goto(`/config/${kind}/bookinfo/${name}/edit`);
  await expect(code(page)).toBeVisible();
  const form = page.getByRole('region', { name: 'Form' });
  await form.getByLabel('Filter rules').fill('route-321');
  await form.locator('[data-opener]').filter({ hasText: 'route-321' }).click();
  await form.getByRole('textbox', { name: 'Timeout' }).fill('7s');
  await page.keyboard.press('Tab');
  await expect(page.getByText('1 line changed')).toBeVisible();
  await page.getByRole('button', { name: /^Review/ }).click();
  await expect(page.getByText('Dry run passed.')).toBeVisible({ timeout: 40_000 });
  await page.getByRole('button', { name: /^Apply/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: '1 object is written' })).toBeVisible({
    timeout: 40_000,
  });

  const after = await read();
  expect(after.metadata.annotations).toEqual(before.metadata.annotations);
  const rule = before.spec.http[321];
  if (rule === undefined) throw new Error('the rule is not there');
  rule.timeout = '7s';
  // The order of keys counts, too.
  expect(JSON.stringify(after.spec)).toBe(JSON.stringify(before.spec));
});
