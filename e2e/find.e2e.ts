/** Finding and hiding by the language of the find box: completed, corrected, stepped through, kept in the URL. */
import { expect, type Page } from '@playwright/test';
import { test } from './support/console-page.ts';

const node = (page: Page, name: RegExp) =>
  page.getByRole('list', { name: 'Nodes' }).getByRole('button', { name });
const field = (page: Page) => page.getByRole('combobox', { name: 'Find nodes and connections' });

test.beforeEach(async ({ page, signInAs }) => {
  await signInAs('developer');
  await page.goto('/graph');
  await expect(node(page, /^ratings v1, /)).toBeAttached();
});

test('a plain word narrows the picture and Enter walks through the matches', async ({ page }) => {
  await page.keyboard.press('/');
  await expect(field(page)).toBeFocused();
  await page.keyboard.type('ratings');
  await expect(page.getByRole('search')).toContainText('1 match');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: 'Details of ratings' })).toBeVisible();
  await expect(node(page, /^ratings v1, bookinfo/)).toHaveAttribute('aria-pressed', 'true');
  await expect(page).toHaveURL(/find=ratings/);
  await page.keyboard.press('Escape');
  await expect(field(page)).toHaveValue('');
});

test('an expression is completed by keyboard, and a slip is corrected by one press', async ({ page }) => {
  await page.keyboard.press('/');
  await page.keyboard.type('namesp');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('option', { name: /^namespace/ })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await page.keyboard.type('= ');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await expect(field(page)).toHaveValue(/^namespace = (shop|bookinfo) $/);
  await expect(page.getByRole('search')).toContainText(/\d+ matches/);

  await field(page).fill('naem = ratings and rate >= 0');
  await expect(page.getByText('There is no field “naem”.')).toBeVisible();
  await expect(field(page)).toHaveAttribute('aria-invalid', 'true');
  await page.getByRole('button', { name: 'Did you mean name?' }).click();
  await expect(field(page)).toHaveValue('name = ratings and rate >= 0');
  await expect(page.getByRole('search')).toContainText('1 match');

  // All of it can be read while it is written.
  await field(page).fill('rate > 10 and p95 > 200ms and not namespace = "istio"');
  const wide = () => field(page).evaluate((input) => input.clientWidth - input.scrollWidth);
  await expect.poll(wide).toBeGreaterThanOrEqual(0);
});

test('what is hidden leaves the picture, stays away after a reload, and comes back', async ({ page }) => {
  await page.getByRole('button', { name: 'Hide', exact: true }).click();
  await page.getByRole('combobox', { name: 'Hide what matches' }).fill('namespace = bookinfo');
  await page.keyboard.press('Enter');
  await expect(node(page, /^ratings v1, /)).toHaveCount(0);
  await expect(node(page, /^catalog/).first()).toBeAttached();
  await expect(page).toHaveURL(/hide=namespace/);
  await page.reload();
  await expect(node(page, /^catalog/).first()).toBeAttached();
  await expect(node(page, /^ratings v1, /)).toHaveCount(0);
  await page.getByRole('button', { name: /^\d+ hidden$/ }).click();
  await page.getByRole('button', { name: 'Show all again' }).click();
  await expect(node(page, /^ratings v1, /)).toBeAttached();
});
