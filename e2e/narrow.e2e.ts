/** On a telephone: the navigation is one touch away, what is wrong can be followed. That every page fits: every-page.e2e.ts. */
import { expect } from '@playwright/test';
import { test } from './support/console-page.ts';

test.use({
  viewport: { width: 390, height: 844 },
  hasTouch: true,
});

test('the navigation opens, leads on and closes', async ({ page, signInAs }) => {
  await signInAs('developer');
  await page.goto('/overview');
  await page.getByRole('button', { name: 'Open navigation' }).tap();
  const drawer = page.getByRole('dialog', { name: 'Main navigation' });
  await drawer.getByRole('link', { name: 'Graph' }).tap();
  await expect(page).toHaveURL('/graph');
  await expect(drawer).toHaveCount(0);
  await expect(page.getByRole('application')).toBeVisible();
});

test('what is wrong can be read and followed', async ({ page, signInAs }) => {
  await signInAs('developer');
  await page.goto('/overview');
  await page.getByRole('link', { name: /recommendations v2 fails/ }).tap();
  const panel = page.getByRole('complementary', { name: 'Details of recommendations' });
  await expect(panel).toBeInViewport({ ratio: 0.3 });
  await panel.getByRole('button', { name: 'Close details' }).tap();
  await expect(panel).toHaveCount(0);
});

test('sign-in works with the thumb', async ({ page }) => {
  await page.goto('/login');
  await page.getByRole('button', { name: /^Viewer/ }).tap();
  await expect(page).toHaveURL('/overview');
});
