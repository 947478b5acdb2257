/** Lists of services and workloads: worst first, sorted, filtered and kept in the URL; worked by keyboard; live. */
import { expect, type Page } from '@playwright/test';
import { test } from './support/console-page.ts';
import { kubernetes } from './support/demo.ts';

const services = (page: Page) => page.getByRole('table', { name: 'Services with their traffic' });
const workloads = (page: Page) => page.getByRole('table', { name: 'Workloads with their traffic' });
const names = (page: Page) => page.getByRole('main').getByRole('rowheader').getByRole('link');
const filter = (page: Page) => page.getByRole('textbox', { name: /^Filter by name/ });

test('the failing canary stands first among the workloads, with the numbers of the graph', async ({
  page,
  signInAs,
}) => {
  await signInAs('developer');
  await page.goto('/workloads?ns=shop');
  const row = workloads(page).getByRole('row', { name: /recommendations-v2/ });
  await expect(row).toHaveAttribute('aria-rowindex', '2');
  await expect(row).toContainText(/[\d.]+\s% errors/);
  await expect(row.getByRole('img', { name: 'Failing' })).toBeVisible();
  await row.getByRole('link', { name: 'Show recommendations-v2 in the graph' }).click();
  await expect(page).toHaveURL(
    /\/graph\?.*type=workload.*focus=workload\/Kubernetes\/shop\/recommendations-v2/,
  );
  await expect(page.getByRole('complementary', { name: /recommendations/ })).toBeVisible();
});

test('order, filter and columns are in the URL: a shared link shows the same', async ({
  page,
  context,
  signInAs,
}) => {
  await signInAs('developer');
  await page.goto('/services');
  await services(page).getByRole('button', { name: 'Service', exact: true }).click();
  await expect(
    services(page)
      .getByRole('columnheader', { name: /Service/ })
      .first(),
  ).toHaveAttribute('aria-sort', 'ascending');
  await filter(page).fill('shop');
  await page.getByRole('button', { name: /^Without sidecar/ }).click();
  await expect(names(page)).toHaveText([/price-import/]);
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Ports' }).check();
  await page.keyboard.press('Escape');
  await expect(services(page).getByRole('columnheader', { name: 'Ports' })).toBeVisible();
  await expect(page).toHaveURL(/q=shop/);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(filter(other)).toHaveValue('shop');
  await expect(names(other)).toHaveText([/price-import/]);
  await expect(other.getByRole('button', { name: /^Without sidecar/ })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await expect(services(other).getByRole('columnheader', { name: 'Ports' })).toBeVisible();
});

test('by keyboard alone: "g v", find, walk the rows, open one', async ({ page, signInAs }) => {
  await signInAs('developer');
  await page.goto('/overview');
  await expect(page.getByRole('table', { name: 'Namespaces, worst first' })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('v');
  await expect(page).toHaveURL('/services');
  await expect(names(page).first()).toBeVisible();
  await page.keyboard.press('/');
  await expect(filter(page)).toBeFocused();
  await page.keyboard.type('bookinfo');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^\d+ of \d+ services$/);
  await page.keyboard.press('ArrowDown');
  await expect(names(page).first()).toBeFocused();
  await page.keyboard.press('End');
  await expect(names(page).last()).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  const second = names(page).nth(1);
  await expect(second).toBeFocused();
  const address = await second.getAttribute('href');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(String(address));
});

test('what a file of the rows holds is what the list shows', async ({ page, signInAs }) => {
  await signInAs('developer');
  await page.goto('/services?q=ratings');
  await expect(names(page)).toHaveText([/ratings/]);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV' }).click();
  const stream = await (await download).createReadStream();
  const text = (await stream.toArray()).join('');
  const [head = '', row = '', ...rest] = text.trim().split('\r\n');
  expect(head).toMatch(/^\uFEFF?Service,Namespace,State,Requests\/s received,/);
  expect(row).toMatch(/^ratings,bookinfo,/);
  expect(rest).toEqual([]);
});

test('a list is live: what is made with kubectl appears by itself, and goes by itself', async ({
  page,
  signInAs,
}) => {
  const path = '/api/v1/namespaces/default/services';
  const row = names(page).filter({ hasText: 'brand-new' });
  await signInAs('admin');
  await page.goto('/services?q=default/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/services/);
  const made = await kubernetes('admin', 'POST', path, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'brand-new' },
    spec: { selector: { app: 'nobody' }, ports: [{ name: 'http', port: 80 }] },
  });
  expect(made.status).toBe(201);
  await expect(row).toBeVisible();
  expect((await kubernetes('admin', 'DELETE', `${path}/brand-new`)).status).toBe(200);
  await expect(row).toHaveCount(0);
});
