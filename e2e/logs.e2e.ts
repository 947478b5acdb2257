/** Logs of a workload's pods: followed, filtered, requests read, with the reader's own rights. */
import { expect } from '@playwright/test';
import { test } from './support/console-page.ts';

test('the log of a proxy is followed, its errors picked out and read', async ({ page, signInAs }) => {
  await signInAs('viewer');
  await page.goto('/workloads/shop/recommendations-v2?tab=logs&container=istio-proxy');
  const lines = page.getByRole('region', { name: 'Lines of the log' });
  await expect(lines.getByRole('button').first()).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Following' })).toBeVisible();

  const shown = page.getByText(/^\d[\d,]* of [\d,]+ lines$/);
  const before = await shown.textContent();
  await expect(shown).not.toHaveText(before ?? '');

  await page.getByRole('button', { name: 'Errors', exact: true }).click();
  await expect(lines).toContainText(/50[03]/);
  // A moment or a duration may hold these digits.
  await expect(lines.getByText('200', { exact: true })).toHaveCount(0);
  await lines.getByRole('button').first().click();
  await expect(lines.getByText('Request ID')).toBeVisible();

  await page.getByRole('textbox', { name: 'Filter lines' }).fill('no such line');
  await expect(page.getByRole('heading', { name: 'No line matches' })).toBeVisible();
  await page.getByRole('button', { name: 'Show all lines' }).click();
  await expect(lines.getByRole('button').first()).toBeVisible();
});

test.describe('refused', () => {
  test.use({ expectedErrors: [/logs\/stream.* 403/] });

  test('a log that may not be read says which right is missing', async ({ page, signInAs }) => {
    await signInAs('viewer');
    await page.route('**/logs/stream?**', (route) =>
      route.fulfill({
        status: 403,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          type: 'about:blank',
          title: 'Forbidden',
          status: 403,
          code: 'forbidden',
          requestId: 'r',
          missing: { verb: 'get', group: '', resource: 'pods/log', namespace: 'shop' },
        }),
      }),
    );
    await page.goto('/workloads/shop/recommendations-v2?tab=logs');
    await expect(page.getByText(/pods\/log/).first()).toBeVisible();
  });
});
