/**
 * The wizard of traffic splits: three presses from a service to a running canary, what was said outlives a reload, a plan that falls is
 * marked, what runs already stops at the first step, an A/B match is tried before it is written, and a viewer finds no way in.
 */
import { expect, type Page } from '@playwright/test';
import { test } from './support/console-page.ts';
import { reviewsRoutes, withReviews } from './support/with-reviews.ts';

const wizard = '/splits/new?service=bookinfo/reviews&candidate=v3';

const form = (page: Page) => page.getByRole('main');

test('three presses from a service to a canary at 5 %', async ({ page, signInAs }) => {
  await withReviews(async () => {
    await signInAs('developer');
    await page.goto('/services/bookinfo/reviews');
    await page.getByRole('link', { name: 'Split traffic' }).click();
    await expect(page.getByRole('heading', { name: /How should traffic move to/ })).toBeVisible();
    await page.getByRole('button', { name: 'To Review' }).click();
    await expect(page.getByText('Dry run passed.')).toBeVisible();
    await expect(page.getByText('Nothing else is touched')).toBeVisible();
    await page.getByRole('button', { name: 'Start the split' }).click();
    await expect(page).toHaveURL(/\/splits\/bookinfo\/reviews/, { timeout: 30_000 });
    const { spec, metadata } = await reviewsRoutes();
    const weights = spec.http?.at(-1)?.route.map(({ weight }) => weight);
    expect(weights).toEqual([95, 5]);
    expect(metadata.annotations?.['sluice.dev/release']).toContain('"percent":5');
    // What is under way is watched, not begun again.
    await page.goto(wizard);
    await expect(page.getByText(/is under way/).first()).toBeVisible();
    await expect(form(page).getByRole('link', { name: 'Watch it live' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Next: Versions' })).toBeDisabled();
  });
});

test('three presses from the panel of a version in the graph, which is the candidate then', async ({
  page,
  signInAs,
}) => {
  await withReviews(async () => {
    await signInAs('developer');
    await page.goto('/graph?ns=bookinfo');
    const version = page.getByRole('list', { name: 'Nodes' }).getByRole('button', { name: /^reviews v3, / });
    await version.focus();
    await page.keyboard.press('Enter');
    const panel = page.getByRole('complementary', { name: /^Details of/ });
    await panel.getByRole('link', { name: 'Split traffic' }).click();
    await page.getByRole('button', { name: 'To Review', exact: true }).click();
    await expect(page.getByText('Dry run passed.')).toBeVisible();
    await page.getByRole('button', { name: 'Start the split' }).click();
    await expect(page).toHaveURL(/\/splits\/bookinfo\/reviews/, { timeout: 30_000 });
    const { route } = (await reviewsRoutes()).spec.http?.at(-1) ?? {};
    expect(route?.map(({ destination, weight }) => [destination.subset, weight])).toEqual([
      ['v1', 95],
      ['v3', 5],
    ]);
  });
});

test('a step that cannot be right is marked, and what was said outlives a reload', async ({
  page,
  signInAs,
}) => {
  await signInAs('developer');
  await page.goto(`${wizard}&step=strategy`);
  const second = page.getByRole('textbox', { name: 'Share of step 2, percent' });
  await second.fill('3');
  await expect(page.getByText('must rise')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Next: Guard' })).toBeDisabled();
  await expect(page.getByText('A step of the plan cannot be right.').first()).toBeVisible();
  await second.fill('20');
  await expect(page.getByText('must rise')).toHaveCount(0);
  await expect(page.getByText('Draft kept')).toBeVisible();
  await page.reload();
  await expect(second).toHaveValue('20');
  // Somebody who comes back by another way is asked.
  await page.goto(wizard);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await expect(second).toHaveValue('20');
});

test('an A/B match is tried before it is written', async ({ page, signInAs }) => {
  await signInAs('developer');
  await page.goto(`${wizard}&strategy=ab`);
  await expect(page.getByRole('complementary', { name: 'Preview' }).getByText('x-cohort:')).toBeVisible();
  await page.getByRole('button', { name: 'Where would it go?' }).click();
  await expect(page.getByText('It goes to v3')).toBeVisible();
  await page.getByRole('textbox', { name: /Headers/ }).fill('x-cohort: gamma');
  await page.getByRole('button', { name: 'Where would it go?' }).click();
  await expect(page.getByText(/It goes to .*v1/)).toBeVisible();
});

test('a plan is made by keyboard alone; no step moves when its answer comes', async ({ page, signInAs }) => {
  await signInAs('developer');
  const { promise: held, resolve: answer } = Promise.withResolvers<void>();
  await page.route('**/api/v1/splits/world?*', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${wizard}&step=strategy`);
  const steps = page.getByRole('navigation', { name: 'Steps' });
  const last = steps.getByText('Review', { exact: true });
  const before = await last.boundingBox();
  expect(before).not.toBeNull();
  answer();
  await expect(steps).toContainText('HTTP 9080');
  expect(await last.boundingBox()).toEqual(before);
  await page.getByRole('radio', { name: 'Canary' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Blue-green' })).toBeChecked();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('radio', { name: 'Canary' })).toBeChecked();
  const next = page.getByRole('button', { name: 'Next: Guard' });
  await next.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Who watches?' })).toBeVisible();
});

test('a service with one version says what is missing', async ({ page, signInAs }) => {
  await signInAs('developer');
  await page.goto('/splits/new?service=bookinfo/details');
  await expect(page.getByText('details has only one version: v1.')).toBeVisible();
  await expect(page.getByText(/Deploy the new version as a second Deployment/)).toBeVisible();
});

test('who may not write exports', async ({ page, signInAs }) => {
  await signInAs('viewer');
  await page.goto('/services/bookinfo/reviews');
  await expect(page.getByRole('heading', { level: 1, name: 'reviews' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Split traffic' })).toHaveCount(0);
  await page.goto(`${wizard}&step=review`);
  await expect(page.getByText(/Kubernetes would have to let you/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Start the split' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Export' }).click();
  await expect(page.getByRole('dialog').getByText('subset: v3').first()).toBeVisible();
});
