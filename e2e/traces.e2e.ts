/** Traces of a service: dots, list, waterfall with its tags; along an edge; and what somebody without the right is told. */
import { expect } from '@playwright/test';
import { test } from './support/console-page.ts';

test('from a service to its slow requests, and into one', async ({ page, signInAs }) => {
  await signInAs('admin');
  await page.goto('/services/shop/recommendations');
  await page.getByRole('main').getByRole('link', { name: 'Traces', exact: true }).click();
  await expect(page).toHaveURL(/traces\?service=shop\/recommendations/);
  await expect(page.getByRole('figure', { name: 'Duration over time' })).toBeVisible();
  await page.getByRole('combobox', { name: 'At least' }).selectOption('50');
  await expect(page).toHaveURL(/min=50/);
  await page
    .getByRole('button', { name: /^Open the trace of/ })
    .first()
    .press('Enter');
  const spans = page.getByRole('region', { name: 'Span' });
  const own = spans.getByRole('button', { name: /^recommendations\.shop / }).first();
  await own.press('Enter');
  await expect(spans.getByText('istio.canonical_revision')).toBeVisible();
  const rows = await spans.getByRole('row').count();
  await spans.getByRole('button', { name: /^Fold/ }).first().click();
  await expect.poll(() => spans.getByRole('row').count()).toBeLessThan(rows);
  await page.getByRole('button', { name: 'All traces' }).click();
  await expect(page.getByRole('figure', { name: 'Duration over time' })).toBeVisible();
});

test('dots are worked by keys: one stop, arrows from dot to dot, Enter opens', async ({ page, signInAs }) => {
  await signInAs('admin');
  await page.goto('/traces?service=shop/frontend&range=1h');
  const figure = page.getByRole('figure', { name: 'Duration over time' });
  const dots = figure.getByRole('button');
  await expect(dots.nth(3)).toBeVisible();
  await page.getByRole('button', { name: 'Ask again' }).focus();
  await page.keyboard.press('Tab');
  const focused = figure.locator(':focus');
  const nameOf = () => focused.getAttribute('aria-label');
  // Where Tab arrives, and what is written below for who sees it.
  const newest = (await nameOf()) ?? '';
  await expect(figure.locator('p')).toHaveText(newest);
  await page.keyboard.press('ArrowLeft');
  await expect.poll(nameOf).not.toBe(newest);
  const before = (await nameOf()) ?? '';
  await expect(figure.locator('p')).toHaveText(before);
  await page.keyboard.press('Home');
  await page.keyboard.press('End');
  await expect.poll(nameOf).toBe(newest);
  await page.keyboard.press('ArrowLeft');
  // Out, and back to the same dot: the others are no stops.
  await page.keyboard.press('Tab');
  await expect(focused).toHaveCount(0);
  await page.keyboard.press('Shift+Tab');
  await expect.poll(nameOf).toBe(before);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/trace=[0-9a-f]{32}/);
});

test('along an edge only requests that pass it', async ({ page, signInAs }) => {
  await signInAs('admin');
  await page.goto('/traces?service=shop/frontend&peer=shop/cart&range=1h');
  await expect(page.getByText('calls shop/cart')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Open the trace of/ }).first()).toBeVisible();
  // The store tells of a busy service’s newest only: of the others nothing is known.
  await page.goto('/traces?service=shop/cart&peer=shop/frontend&range=1h');
  await expect(
    page.getByRole('heading', { name: 'In none of the newest traces cart.shop calls frontend.shop.' }),
  ).toBeVisible();
  await expect(page.getByText('Only the newest traces of cart.shop were looked through.')).toBeVisible();
  await page.goto('/traces?service=shop/cart&peer=shop/frontend&range=1h&min=5000');
  await expect(page.getByText('No trace in which cart.shop calls frontend.shop in this time.')).toBeVisible();
});

test('who may not read the store is told what to ask for', async ({ page, signInAs }) => {
  await signInAs('viewer');
  await page.goto('/traces?service=bookinfo/reviews');
  await expect(page.getByRole('heading', { name: 'You may not read Jaeger.' })).toBeVisible();
  await expect(page.getByRole('main').locator('pre')).toContainText('--resource=services/proxy');
});
