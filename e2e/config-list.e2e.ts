/** The list of Istio's objects: worst first, filtered in the URL, live, exported as it is, deleted with a way back; by each persona's rights. */
import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { parseAllDocuments } from 'yaml';
import { test } from './support/console-page.ts';
import { kubernetes } from './support/demo.ts';
import { collection, makeObject, removeObject } from './support/edited-object.ts';

const table = (page: Page) =>
  page.getByRole('table', { name: 'Istio objects with the state of their checks' });
const rowOf = (page: Page, name: RegExp) => table(page).getByRole('row', { name });
const filter = (page: Page) => page.getByRole('textbox', { name: /^Filter by name/ });

const specOf = (name: string) => ({
  hosts: [`${name}.example`],
  http: [{ route: [{ destination: { host: 'reviews' } }], timeout: '3s' }],
});

test('kind, text and state are in the URL: a shared link shows the same', async ({
  page,
  context,
  signInAs,
}) => {
  await signInAs('admin');
  await page.goto('/config');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^\d+ objects$/);
  await page.getByRole('button', { name: 'Kinds' }).click();
  await page.getByRole('checkbox', { name: /^DestinationRule/ }).check();
  await page.keyboard.press('Escape');
  await filter(page).fill('bookinfo/');
  await expect(page).toHaveURL(/kind=destinationrules\.networking\.istio\.io/);
  await expect(rowOf(page, /reviews/)).toContainText('DestinationRule');
  await expect(rowOf(page, /VirtualService/)).toHaveCount(0);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(filter(other)).toHaveValue('bookinfo/');
  await expect(rowOf(other, /reviews/)).toContainText('DestinationRule');
  await expect(rowOf(other, /VirtualService/)).toHaveCount(0);
});

test('what somebody makes elsewhere appears, is exported as it is, deleted, and brought back as it was', async ({
  page,
  signInAs,
}) => {
  const names = ['journey-list-a', 'journey-list-b'];
  await signInAs('developer');
  await page.goto('/config?q=journey-list');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  try {
    for (const name of names) {
      await makeObject(name, { spec: specOf(name), metadata: { annotations: { 'journey/note': 'kept' } } });
    }
    for (const name of names) await expect(rowOf(page, new RegExp(name))).toBeVisible();
    await page.getByRole('checkbox', { name: 'Choose all shown' }).check();
    const bar = page.getByRole('region', { name: 'Chosen objects' });
    await expect(bar).toContainText('2 objects chosen');

    const download = page.waitForEvent('download');
    await bar.getByRole('button', { name: 'Export YAML' }).click();
    const text = await readFile(await (await download).path(), 'utf8');
    const documents = parseAllDocuments(text).map((document) => document.toJS());
    expect(documents.map(({ metadata, spec }) => ({ name: metadata.name, spec }))).toEqual(
      names.map((name) => ({ name, spec: specOf(name) })),
    );
    expect(documents[0].metadata.annotations['journey/note']).toBe('kept');

    await bar.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete 2 objects?' });
    for (const name of names) await expect(dialog).toContainText(name);
    await dialog.getByRole('button', { name: 'Delete 2 objects' }).click();
    await expect(rowOf(page, /journey-list/)).toHaveCount(0);
    for (const name of names) {
      expect((await kubernetes('developer', 'GET', `${collection}/${name}`)).status).toBe(404);
    }

    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByText('2 objects are back')).toBeVisible();
    for (const name of names) {
      const { status, body } = await kubernetes('developer', 'GET', `${collection}/${name}`);
      expect({ status, spec: body.spec }).toEqual({ status: 200, spec: specOf(name) });
      await expect(rowOf(page, new RegExp(name))).toBeVisible();
    }
  } finally {
    for (const name of names) await removeObject(name);
  }
});

test('before a DestinationRule is deleted, those that need its subsets are named', async ({
  page,
  signInAs,
}) => {
  await signInAs('admin');
  await page.goto('/config?kind=destinationrules.networking.istio.io&q=bookinfo/reviews');
  await page.getByRole('checkbox', { name: 'Choose DestinationRule reviews in bookinfo' }).check();
  await page.getByRole('button', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete DestinationRule reviews?' });
  await expect(dialog).toContainText(/depends? on it/);
  await expect(dialog).toContainText('VirtualService bookinfo/reviews');
  await dialog.getByRole('button', { name: 'Keep' }).click();
  await expect(dialog).toBeHidden();
  const rule = '/apis/networking.istio.io/v1/namespaces/bookinfo/destinationrules/reviews';
  expect((await kubernetes('admin', 'GET', rule)).status).toBe(200);
});

test('a viewer exports, and sees nothing that writes', async ({ page, signInAs }) => {
  await signInAs('viewer');
  await page.goto('/config?ns=bookinfo');
  await page.getByRole('checkbox', { name: 'Choose VirtualService reviews in bookinfo' }).check();
  await expect(page.getByRole('button', { name: 'Export YAML' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Delete' })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'New object' })).toHaveCount(0);
});

test('by keyboard: "g c", find, choose, open', async ({ page, signInAs }) => {
  await signInAs('developer');
  await page.goto('/services');
  await expect(page.getByRole('main').getByRole('table').first()).toBeVisible();
  await expect(async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await expect(page).toHaveURL(/\/config/, { timeout: 2000 });
  }).toPass();
  await expect(rowOf(page, /reviews/).first()).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('bookinfo/reviews virtualservice');
  await expect(rowOf(page, /reviews/)).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Space');
  await expect(page.getByRole('region', { name: 'Chosen objects' })).toContainText('1 object chosen');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/config\/virtualservices\.networking\.istio\.io\/bookinfo\/reviews/);
});
