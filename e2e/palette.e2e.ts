/** The keyboard's ways: the palette for objects and actions, help, find, and "g" with a page's letter. */
import { expect, type Page } from '@playwright/test';
import { test } from './support/console-page.ts';

const palette = (page: Page) => page.getByRole('dialog', { name: 'Search or run an action' });
const field = (page: Page) => page.getByRole('combobox', { name: 'Page, object or action' });

test.beforeEach(async ({ page, signInAs }) => {
  await signInAs('developer');
  await page.goto('/overview');
  await expect(page.getByRole('table', { name: 'Namespaces, worst first' })).toBeVisible();
});

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(field(page)).toBeFocused();
}

test('Ctrl-K finds an object and opens its page', async ({ page }) => {
  await openPalette(page);
  await page.keyboard.type('recommendations');
  const option = palette(page)
    .getByRole('option', { name: /recommendations.*shop/ })
    .first();
  await expect(option).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(palette(page)).toHaveCount(0);
  await expect(page).toHaveURL('/services/shop/recommendations');
  await expect(page.getByRole('heading', { level: 1, name: /recommendations/ })).toBeVisible();
});

test('Ctrl-K runs an action', async ({ page }) => {
  await openPalette(page);
  await page.keyboard.type('dark theme');
  await expect(palette(page).getByRole('option')).toHaveText(['Use the dark theme']);
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('nothing found says so; Escape gives the page back', async ({ page }) => {
  await openPalette(page);
  await page.keyboard.type('no such thing');
  await expect(palette(page).getByRole('status')).toHaveText('Nothing found for “no such thing”');
  await page.keyboard.press('Escape');
  await expect(palette(page)).toHaveCount(0);
});

test('? lists the keys; they do what it says', async ({ page }) => {
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(help).toContainText('Find any object or action');
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);
  await page.keyboard.press('g');
  await page.keyboard.press('g');
  await expect(page).toHaveURL('/graph');
  await expect(page.getByRole('combobox', { name: 'Find nodes and connections' })).toBeVisible();
  await page.keyboard.press('/');
  await expect(page.getByRole('combobox', { name: 'Find nodes and connections' })).toBeFocused();
  await page.keyboard.type('g?');
  await expect(help).toHaveCount(0);
  await expect(page.getByRole('combobox', { name: 'Find nodes and connections' })).toHaveValue('g?');
});
