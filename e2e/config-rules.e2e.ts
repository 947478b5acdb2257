/** Rules as cards: moved with the pointer and with the keys, shares that make 100 together, conditions joined by and and or, and a card that shows where the cursor is. */
import { expect, type Locator, type Page } from '@playwright/test';
import { test } from './support/console-page.ts';
import { code, makeObject, openEditor, removeObject } from './support/edited-object.ts';

const name = 'rules-as-cards';

const to = (subset: string, weight: number) => ({ destination: { host: 'reviews', subset }, weight });
const http = [
  { name: 'first', match: [{ uri: { prefix: '/a' } }], route: [{ destination: { host: 'details' } }] },
  { name: 'second', match: [{ uri: { prefix: '/b' } }], route: [{ destination: { host: 'details' } }] },
  { name: 'third', route: [to('v1', 60), to('v2', 30), to('v3', 10)] },
];

test.beforeEach(async ({ page, signInAs }) => {
  await makeObject(name, { spec: { http } });
  await signInAs('developer');
  await openEditor(page, name);
});

test.afterEach(() => removeObject(name));

const form = (page: Page) => page.getByRole('region', { name: 'Form' });
const grip = (page: Page, rule: string) =>
  form(page).getByRole('button', { name: new RegExp(`^Move Rule \\d ${rule}$`) });
const opener = (page: Page, rule: string) =>
  form(page).locator('[data-opener]').filter({ hasText: rule }).first();

async function expectOrder(page: Page, ...rules: string[]): Promise<void> {
  await expect(code(page).locator('.cm-line', { hasText: /^ {2}[- ] name: / })).toHaveText(
    // An API server puts a rule's keys in order: its match comes before its name. Beside a changed line stands what it was.
    rules.map((rule) => new RegExp(`^  [- ] name: ${rule}(was |$)`)),
  );
}

async function drag(page: Page, handle: Locator, pixels: number): Promise<void> {
  const box = await handle.boundingBox();
  if (box === null) throw new Error('nothing to drag');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + pixels / 2, { steps: 4 });
  await page.mouse.move(x, y + pixels, { steps: 4 });
  await page.mouse.up();
}

test('a rule is dragged to its place, an open one as well as a closed one', async ({ page }) => {
  await expectOrder(page, 'first', 'second', 'third');
  await drag(page, grip(page, 'first'), 50);
  await expectOrder(page, 'second', 'first', 'third');
  await opener(page, 'second').click();
  await expect(form(page).getByRole('button', { name: 'Fault injection' })).toBeVisible();
  await drag(page, grip(page, 'second'), 40);
  await expectOrder(page, 'first', 'second', 'third');
  await drag(page, grip(page, 'third'), 4);
  await expectOrder(page, 'first', 'second', 'third');
  await expect(page.getByText('no line changed')).toBeVisible();
});

test('the keys move a rule, and what happened is told', async ({ page }) => {
  await grip(page, 'third').focus();
  await page.keyboard.press('ArrowUp');
  await expectOrder(page, 'first', 'third', 'second');
  await expect(grip(page, 'third')).toBeFocused();
  await expect(page.getByText('Rule 3 third is now number 2 of 3.')).toBeAttached();
  await page.keyboard.press('Home');
  await expectOrder(page, 'third', 'first', 'second');
  await expect(page.getByRole('region', { name: 'Checks' })).toContainText('IST0130');
  await page.keyboard.press('End');
  await expectOrder(page, 'first', 'second', 'third');
});

test('shares always make 100, by slider and by number, and the code has them', async ({ page }) => {
  await opener(page, 'third').click();
  const share = (subset: string) => form(page).getByRole('slider', { name: `Share of reviews ${subset}` });
  await share('v1').focus();
  for (let presses = 0; presses < 5; presses += 1) await page.keyboard.press('ArrowRight');
  await expect(share('v1')).toHaveValue('65');
  const values = await Promise.all(['v1', 'v2', 'v3'].map((subset) => share(subset).inputValue()));
  expect(values.map(Number).reduce((sum, value) => sum + value, 0)).toBe(100);
  await expect(code(page)).toContainText('weight: 65');
  await form(page).getByRole('textbox', { name: 'Weight of reviews v2' }).fill('0');
  await page.keyboard.press('Enter');
  await expect(code(page)).toContainText('weight: 0');
  // The button that removes a destination stays in its row, also beside what was.
  const row = await share('v1').boundingBox();
  const cross = await form(page).getByRole('button', { name: 'Remove reviews v1' }).boundingBox();
  expect(
    Math.abs((row?.y ?? 0) + (row?.height ?? 0) / 2 - ((cross?.y ?? 0) + (cross?.height ?? 0) / 2)),
  ).toBeLessThan(6);
});

test('the card and the field show where the cursor is, and the code where the field is', async ({ page }) => {
  await code(page).locator('.cm-line', { hasText: 'prefix: /b' }).click();
  const card = form(page).locator('[data-followed]');
  await expect(card).toContainText('second');
  await code(page).locator('.cm-line', { hasText: 'weight: 30' }).click();
  await expect(card).toContainText('third');
  await opener(page, 'first').click();
  await form(page).getByRole('textbox', { name: 'Name' }).first().focus();
  await expect(page.locator('.cm-activeLine')).toContainText('name: first');
});

test('conditions are joined by and inside, by or between', async ({ page }) => {
  await opener(page, 'first').click();
  await form(page).getByRole('button', { name: 'and', exact: true }).first().click();
  await form(page).getByRole('button', { name: 'or another case' }).first().click();
  await expect(form(page).getByText('or', { exact: true }).first()).toBeVisible();
  await expect(form(page).getByText('if', { exact: true })).toHaveCount(2);
  await expect(form(page).getByText('and', { exact: true }).first()).toBeVisible();
});
