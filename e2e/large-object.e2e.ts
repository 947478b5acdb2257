/** An object as large as they come, in the browser: 500 rules and a quarter of a megabyte of annotations are opened, changed in one place, and written as they were in all others. */
import { expect } from '@playwright/test';
import { test } from './support/console-page.ts';
import { kubernetes } from './support/demo.ts';
import {
  applyButton,
  collection,
  heading,
  makeObject,
  openEditor,
  passed,
  removeObject,
} from './support/edited-object.ts';

const name = 'large-object';

interface Large {
  metadata: { annotations: Record<string, string> };
  spec: { http: { name: string; timeout?: string }[] };
}

const read = async () => (await kubernetes<Large>('developer', 'GET', `${collection}/${name}`)).body;

test.afterEach(() => removeObject(name));

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
  await makeObject(name, {
    metadata: { annotations },
    spec: {
      http: Array.from({ length: 500 }, (_, at) => ({
        name: `route-${at}`,
        match: [{ uri: { exact: `/r/${at}` } }],
        timeout: '3s',
        route: [{ destination: { host: 'details' } }],
      })),
    },
  });
  const before = await read();

  await signInAs('developer');
  await openEditor(page, name);
  const form = page.getByRole('region', { name: 'Form' });
  await form.getByLabel('Filter rules').fill('route-321');
  await form.locator('[data-opener]').filter({ hasText: 'route-321' }).click();
  await form.getByRole('textbox', { name: 'Timeout' }).fill('7s');
  await page.keyboard.press('Tab');
  await expect(page.getByText('1 line changed')).toBeVisible();
  await page.getByRole('button', { name: /^Review/ }).click();
  await expect(passed(page)).toBeVisible({ timeout: 40_000 });
  await applyButton(page).click();
  await expect(heading(page, '1 object is written')).toBeVisible({
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
