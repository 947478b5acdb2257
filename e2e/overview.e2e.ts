/** The overview: what is wrong, with numbers and a way to it; and what the frame keeps in the URL and in the browser. */
import { expect, type Page } from '@playwright/test';
import type { Graph } from '#lib/api/traffic/graph.ts';
import { test } from './support/console-page.ts';

const canary = /recommendations v2 fails [\d.]+\s% of calls/;
const namespaces = (page: Page) => page.getByRole('table', { name: 'Namespaces, worst first' });
const html = (page: Page) => page.locator('html');

test('the failing canary is named with its numbers, and leads to its node', async ({ page, signInAs }) => {
  await signInAs('developer');
  await page.goto('/overview');
  const row = page.getByRole('link', { name: canary });
  await expect(row).toHaveAccessibleName(
    /^Failing .* of calls shop 500 from frontend, [\d.]+\/s of [\d.]+\/s/,
  );
  await row.click();
  await expect(page).toHaveURL('/graph?ns=shop&focus=version/Kubernetes/shop/recommendations/v2');
  const panel = page.getByRole('complementary', { name: 'Details of recommendations' });
  await expect(panel).toContainText(/v2 answers [\d.]+\s% with errors/);
  await expect(page.getByRole('button', { name: /^recommendations v2, shop, failing/ })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
});

test('namespaces stand worst first', async ({ page, signInAs }) => {
  await signInAs('admin');
  await page.goto('/overview');
  const links = namespaces(page).getByRole('link');
  await expect(links.first()).toBeVisible();
  const states = await links
    .getByRole('img')
    .evaluateAll((marks) => marks.map((mark) => mark.ariaLabel ?? ''));
  const order = ['Failing', 'Degraded', 'Unknown', 'Healthy', 'No traffic'];
  const ranks = states.map((state) => order.indexOf(state));
  expect(ranks).not.toContain(-1);
  expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  expect(await links.allInnerTexts()).toEqual(expect.arrayContaining(['bookinfo', 'payments', 'shop']));
});

test('the language switches at once and is kept', async ({ page, signInAs }) => {
  await signInAs('developer');
  await page.goto('/overview');
  await page.getByRole('button', { name: /^Language/ }).click();
  await page.getByRole('menuitemradio', { name: '简体中文' }).click();
  await expect(page.getByRole('link', { name: '概览' })).toBeVisible();
  await expect(html(page)).toHaveAttribute('lang', 'zh-CN');
  await page.reload();
  await expect(html(page)).toHaveAttribute('lang', 'zh-CN');
  await expect(page).toHaveTitle(/概览/);
});

test('the theme is in the first HTML after a reload: no flash of the other', async ({ page, signInAs }) => {
  await signInAs('developer');
  await page.goto('/overview');
  await page.getByRole('button', { name: 'Switch to dark' }).click();
  await expect(html(page)).toHaveAttribute('data-theme', 'dark');
  await page.addInitScript(() => {
    const seen: (string | null)[] = [];
    Object.assign(window, { seenSchemes: seen });
    const note = () => {
      const root = document.documentElement;
      if (root) seen.push(root.getAttribute('data-theme'));
    };
    new MutationObserver(note).observe(document, {
      subtree: true,
      childList: true,
      attributeFilter: ['data-theme'],
    });
  });
  const answer = await page.reload();
  expect(await answer?.text()).toMatch(/<html[^>]*data-theme="dark"/);
  await expect(page.getByRole('button', { name: 'Switch to light' })).toBeVisible();
  expect(await page.evaluate('[...new Set(window.seenSchemes)]')).toEqual(['dark']);
  const background = await page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);
  const [red = 255] = (background.match(/\d+/g) ?? []).map(Number);
  expect(red).toBeLessThan(64);
});

test('without a choice the theme is that of the system', async ({ page, signInAs }) => {
  await signInAs('developer');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('/overview');
  await expect(html(page)).toHaveCSS('color-scheme', 'dark');
});

test('namespaces and range live in the URL; a link restores them, the back button undoes them', async ({
  page,
  context,
  signInAs,
}) => {
  await signInAs('developer');
  await page.goto('/overview');
  await expect(namespaces(page).getByRole('link')).toHaveCount(2);
  await page.getByRole('button', { name: /^Namespaces/ }).click();
  await page.getByRole('button', { name: 'Only shop' }).click();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL('/overview?ns=shop');
  await expect(namespaces(page).getByRole('link')).toHaveText(['shop']);
  await page.getByRole('button', { name: /^Time range/ }).click();
  await page.getByRole('button', { name: 'Last 3 h' }).click();
  await expect(page).toHaveURL('/overview?ns=shop&range=3h');
  await expect(namespaces(page).getByRole('columnheader', { name: 'Requests, 3 h' })).toBeVisible();

  const other = await context.newPage();
  await other.goto('/overview?ns=shop&range=3h');
  await expect(other.getByRole('button', { name: 'Time range Last 3 h' })).toBeVisible();
  await expect(namespaces(other).getByRole('link')).toHaveText(['shop']);
  await other.close();

  await page.getByRole('link', { name: 'Graph', exact: true }).click();
  await expect(page).toHaveURL('/graph?ns=shop&range=3h');
  await page.goBack();
  await expect(page).toHaveURL('/overview?ns=shop&range=3h');
  await page.goBack();
  await page.goBack();
  await expect(page).toHaveURL('/overview');
  await expect(namespaces(page).getByRole('link')).toHaveCount(2);
});

test('an own range is taken, a wrong one is refused beside its field', async ({ page, signInAs }) => {
  await signInAs('developer');
  await page.goto('/overview');
  await page.getByRole('button', { name: /^Time range/ }).click();
  const field = page.getByRole('textbox', { name: /^Own range/ });
  await field.fill('soon');
  await field.press('Enter');
  await expect(field).toHaveAccessibleDescription('A number with s, m, h or d');
  await field.fill('45m');
  await field.press('Enter');
  await expect(page).toHaveURL('/overview?range=45m');
});

test('paused means still: no question is asked until it is live again', async ({
  page,
  context,
  signInAs,
}) => {
  await signInAs('developer');
  // The first questions are no updates: a part of the page that mounts later asks its own.
  let lastAskedAt = Date.now();
  page.on('request', () => {
    lastAskedAt = Date.now();
  });
  await page.goto('/overview');
  await expect(page.getByRole('link', { name: /^Splits \d+ running/ })).toBeVisible();
  await expect.poll(() => Date.now() - lastAskedAt, { intervals: [100] }).toBeGreaterThan(700);
  await page.getByRole('button', { name: 'Pause updates' }).click();
  await expect(page.getByRole('banner')).toContainText('Paused');
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/')) asked.push(pathname);
  });
  const metricsAt = async () =>
    ((await (await context.request.get('/api/v1/graph')).json()) as Graph).metricsAt ?? 0;
  const before = await metricsAt();
  await expect.poll(metricsAt).toBeGreaterThan(before);
  expect(asked).toEqual([]);
  await page.getByRole('button', { name: 'Resume updates' }).click();
  await expect(page.getByRole('banner')).toContainText('Live');
  await expect.poll(() => asked).toContain('/api/v1/overview');
});
