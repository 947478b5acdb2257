/**
 * A split that one proposes and another starts, whose guard is then changed while it runs; and a fault whose end is told on the page of
 * its service, where it can be ended.
 */
import { expect } from '@playwright/test';
import { test } from './support/console-page.ts';
import { kubernetes } from './support/demo.ts';
import { reviewsPath, reviewsRoutes, withReviews } from './support/with-reviews.ts';

test('a developer proposes, an admin approves, and the guard of what runs is changed', async ({
  page,
  signInAs,
}) => {
  await withReviews(async () => {
    await signInAs('developer');
    await page.goto('/splits/new?service=bookinfo/reviews&candidate=v3');
    await page.getByRole('button', { name: 'To Review' }).click();
    await expect(page.getByText('Dry run passed.')).toBeVisible();
    await page.getByRole('textbox', { name: 'Reason, kept in the history' }).fill('BOOK-412');
    await page.getByRole('button', { name: 'Propose', exact: true }).click();
    await expect(page).toHaveURL(/\/splits(\?|$)/, { timeout: 30_000 });
    const open = page.getByRole('region', { name: 'Proposed, waiting for somebody to start them' });
    await expect(open).toContainText('BOOK-412');
    await open.getByRole('button', { name: 'Look at it' }).click();
    await expect(page.getByRole('button', { name: 'Approve and start' })).toBeDisabled();
    await expect(page.getByText('Who proposed it does not approve it.')).toBeVisible();
    expect((await reviewsRoutes()).metadata.annotations?.['sluice.dev/release']).toBeUndefined();

    await signInAs('admin');
    await page.goto('/splits?namespaces=bookinfo');
    await open.getByRole('button', { name: 'Look at it' }).click();
    await page.getByRole('button', { name: 'Approve and start' }).click();
    await expect(page).toHaveURL(/\/splits\/bookinfo\/reviews/, { timeout: 30_000 });
    expect((await reviewsRoutes()).spec.http?.at(-1)?.route.map(({ weight }) => weight)).toEqual([95, 5]);

    await page.getByRole('button', { name: 'Change the guard' }).click();
    const form = page.getByRole('dialog', { name: 'Who watches this split?' });
    await form.getByRole('textbox', { name: 'Window' }).fill('2 s');
    await expect(form.getByText('10 s to 1 h')).toBeVisible();
    await expect(form.getByRole('button', { name: 'Change the guard' })).toBeDisabled();
    await form.getByRole('textbox', { name: 'Window' }).fill('30 s');
    await form.getByRole('radio', { name: /^Off/ }).check();
    await form.getByRole('button', { name: 'Change the guard' }).click();
    await expect(page.getByText('Guard: off')).toBeVisible({ timeout: 15_000 });
    expect((await reviewsRoutes()).metadata.annotations?.['sluice.dev/release']).toContain(
      '"windowSeconds":30',
    );
    await page.getByRole('button', { name: 'Abort' }).first().click();
    await expect(page.getByText(/Aborted: v1 answers everything/)).toBeVisible({ timeout: 15_000 });
  });
});

test('an injected fault counts down on the page of its service, and is ended there', async ({
  page,
  signInAs,
}) => {
  await withReviews(async () => {
    const before = await reviewsRoutes();
    const rules = before.spec.http ?? [];
    const last = rules.length - 1;
    const endsAt = new Date(Date.now() + 3_600_000).toISOString();
    const record = JSON.stringify({ v: 1, endsAt, by: 'mara', rules: ['name:everyone'] });
    const fault = { delay: { fixedDelay: '10ms', percentage: { value: 1 } } };
    const made = await kubernetes('admin', 'PUT', reviewsPath, {
      ...before,
      metadata: {
        ...before.metadata,
        annotations: { ...before.metadata.annotations, 'sluice.dev/fault': record },
      },
      spec: {
        ...before.spec,
        http: rules.map((rule, index) => (index === last ? { ...rule, name: 'everyone', fault } : rule)),
      },
    });
    expect(made.status).toBe(200);
    await signInAs('viewer');
    await page.goto('/services/bookinfo/reviews');
    const told = page.getByRole('status').filter({ hasText: 'Faults are injected into reviews on purpose' });
    await expect(told).toContainText('They end in 59 min');
    await expect(page.getByRole('button', { name: 'End it now' })).toHaveCount(0);
    await signInAs('developer');
    await page.reload();
    await page.getByRole('button', { name: 'End it now' }).click();
    await expect(told).toHaveCount(0, { timeout: 15_000 });
    expect(JSON.stringify((await reviewsRoutes()).spec)).not.toContain('fixedDelay');
  });
});
