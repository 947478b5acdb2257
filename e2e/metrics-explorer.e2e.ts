/** Questions in PromQL: completed, answered as chart and table, wrong ones marked at the place, kept to what the reader may see. */
import { expect, type Page } from '@playwright/test';
import { test } from './support/console-page.ts';

const editor = (page: Page, letter = 'A') => page.getByRole('textbox', { name: `PromQL of query ${letter}` });
const question = (page: Page, letter = 'A') =>
  page.getByRole('region', { name: `Query ${letter}`, exact: true });

async function write(page: Page, text: string, letter = 'A') {
  await expect(page.locator('[data-ready="true"]').first()).toBeVisible();
  await editor(page, letter).fill(text);
  await page.keyboard.press('Escape');
}

test('an example is drawn, in its unit, and its address shows somebody else the same', async ({
  page,
  signInAs,
}) => {
  await signInAs('developer');
  await page.goto('/metrics-explorer');
  await page.getByRole('button', { name: /95th percentile of latency/ }).click();
  const lines = question(page).getByRole('button', { name: /reviews.*\d ms$/ });
  await expect(lines.first()).toBeVisible();
  await question(page).getByText('Table', { exact: true }).click();
  await expect(question(page).getByRole('columnheader', { name: 'destination_service' })).toBeVisible();
  await expect(page).toHaveURL(/q=histogram_quantile.*v=table/);
  const address = page.url();
  await page.goto('/overview');
  await page.goto(address);
  await expect(
    question(page)
      .getByRole('cell', { name: /reviews/ })
      .first(),
  ).toBeVisible();
});

test('by keyboard alone: names are completed, the answer comes, a second question beside it', async ({
  page,
  signInAs,
}) => {
  await signInAs('developer');
  await page.goto('/metrics-explorer');
  await expect(page.locator('[data-ready="true"]')).toBeVisible();
  // CodeMirror takes no Enter for a choice in the first moments of a list, and begins anew when names arrive: pressed again then.
  await expect(async () => {
    await editor(page).fill('');
    await editor(page).focus();
    await page.keyboard.type('sum(istio_requests_to');
    await expect(page.getByRole('option', { name: /istio_requests_total/ }).first()).toBeVisible();
    await page.waitForTimeout(200);
    await page.keyboard.press('Enter');
    await expect(editor(page)).toHaveText(/^sum\(istio_requests_total\)?$/, { timeout: 1000 });
  }).toPass();
  await page.keyboard.type('{destination_workload="re');
  await expect(page.getByRole('option', { name: /reviews-v1/ }).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await write(page, 'sum(istio_requests_total{destination_workload="reviews-v1"})');
  await page.keyboard.press('Shift+Enter');
  await expect(question(page).getByRole('figure')).toBeVisible();
  await page.getByRole('button', { name: 'Add query' }).press('Enter');
  await write(page, 'vector(-7)', 'B');
  await page.keyboard.press('Shift+Enter');
  await expect(question(page, 'B').getByRole('figure')).toContainText('−7');
  await expect(page).toHaveURL(/q=sum.*q=vector/);
  await page.getByRole('button', { name: 'Remove query A' }).click();
  await expect(editor(page)).toHaveText('vector(-7)');
});

test.describe('a question that is refused', () => {
  test.use({ expectedErrors: [/\/api\/v1\/explore .*400/] });

  test('what is wrong is said beside the text, with its place', async ({ page, signInAs }) => {
    await signInAs('developer');
    await page.goto('/metrics-explorer');
    await write(page, 'sum(up');
    await page.keyboard.press('Shift+Enter');
    const alert = question(page).getByRole('alert');
    await expect(alert).toContainText('unclosed left parenthesis');
    await expect(alert).toContainText('Line 1, column 7');
    await write(page, '{__name__=~".+"}');
    await page.keyboard.press('Shift+Enter');
    await expect(alert).toContainText('Every selector has to name one metric');
  });
});

test('who sees the whole mesh asks as they please; others get nothing of what is hidden from them', async ({
  page,
  signInAs,
}) => {
  const asked = 'count by (destination_workload_namespace) (istio_requests_total)';
  await signInAs('admin');
  await page.goto(`/metrics-explorer?q=${encodeURIComponent(asked)}&v=table`);
  await expect(page.getByText('You see the whole mesh')).toBeVisible();
  await expect(question(page).getByRole('cell', { name: 'payments' })).toBeVisible();
  // An open page asks on, and would be refused between the two sign-ins.
  await page.goto('about:blank');
  await page.context().clearCookies();
  await signInAs('viewer');
  await page.goto(`/metrics-explorer?q=${encodeURIComponent(asked)}&v=table`);
  await expect(page.getByText(/Kept to your/)).toBeVisible();
  await expect(question(page).getByRole('cell', { name: 'bookinfo' })).toBeVisible();
  await expect(question(page).getByRole('cell', { name: 'payments' })).toHaveCount(0);
});
