/** The page of an object: what it does in sentences, its traffic, its neighbours and checks, its text; what each persona may do with it. */
import { expect, type Page } from '@playwright/test';
import { test } from './support/console-page.ts';
import { kubernetes } from './support/demo.ts';
import { changeWithKubectl, collection, kind, makeObject, removeObject } from './support/edited-object.ts';

test.use({ expectedErrors: [/config\/object\?.* 404/] });

const reviews = `/config/${kind}/bookinfo/reviews`;
const title = (page: Page) => page.getByRole('heading', { level: 1 });

test('reviews in sentences, with its traffic and what it touches', async ({ page, signInAs }) => {
  await signInAs('viewer');
  await page.goto(reviews);
  await expect(title(page)).toHaveText('reviews');
  const main = page.getByRole('tabpanel');
  await expect(main).toContainText('Requests to reviews from all sidecars follow these rules');
  await expect(main).toContainText(/go \d+\s% to reviews v1/);
  const traffic = page.getByRole('table', { name: 'Traffic it steers' });
  await expect(traffic.getByRole('row', { name: /reviews/ })).toContainText(/[\d.]+\/s/);
  await expect(page.getByRole('link', { name: 'Edit' })).toHaveCount(0);
  await page
    .getByRole('complementary')
    .getByRole('listitem')
    .filter({ hasText: 'DestinationRule' })
    .getByRole('link')
    .click();
  await expect(page).toHaveURL(/\/config\/destinationrules\.networking\.istio\.io\/bookinfo\/reviews/);
  await expect(page.getByRole('tabpanel')).toContainText('Subset v1 is the pods labelled version=v1');
});

test('a finding leads to its line, and a link to a line shows it', async ({ page, signInAs }) => {
  const name = 'journey-detail-finding';
  const http = [{ route: [{ destination: { host: 'reviews', subset: 'v99' } }] }];
  await makeObject(name, { spec: { http } });
  try {
    await signInAs('developer');
    await page.goto(`/config/${kind}/bookinfo/${name}`);
    const finding = page.getByRole('tabpanel').getByRole('listitem').filter({ hasText: 'IST0101' });
    await expect(finding).toContainText('v99');
    await finding.getByRole('button', { name: /^Line \d+$/ }).click();
    await expect(page).toHaveURL(/tab=yaml&line=\d+/);
    await expect(page.getByRole('textbox', { name: `YAML of VirtualService ${name}` })).toContainText('v99');
    await expect(page.locator('.cm-activeLine')).toContainText('v99');
  } finally {
    await removeObject(name);
  }
});

test('a change made elsewhere is told without a reload; a deleted object keeps its last state', async ({
  page,
  signInAs,
}) => {
  const name = 'journey-detail-live';
  const shares = (weight: number) => [
    { destination: { host: 'reviews', subset: 'v1' }, weight },
    { destination: { host: 'reviews', subset: 'v2' }, weight: 100 - weight },
  ];
  await makeObject(name, { spec: { http: [{ route: shares(90) }] } });
  try {
    await signInAs('developer');
    await page.goto(`/config/${kind}/bookinfo/${name}`);
    const panel = page.getByRole('tabpanel');
    await expect(panel).toContainText('go 90 % to reviews v1 and 10 % to reviews v2');
    await changeWithKubectl(name, (first) => {
      first.route = shares(75);
    });
    await expect(panel).toContainText('go 75 % to reviews v1 and 25 % to reviews v2');
    await removeObject(name);
    await expect(page.getByText(`${name} was deleted, or you may no longer see it.`)).toBeVisible();
    await expect(panel).toContainText('go 75 % to reviews v1');
    await expect(page.getByRole('link', { name: 'Edit' })).toHaveCount(0);
  } finally {
    await removeObject(name);
  }
});

test('deleted on its page, and brought back', async ({ page, signInAs }) => {
  const name = 'journey-detail-undo';
  const spec = { hosts: [`${name}.example`], http: [{ route: [{ destination: { host: 'reviews' } }] }] };
  await makeObject(name, { spec });
  try {
    await signInAs('developer');
    await page.goto(`/config/${kind}/bookinfo/${name}`);
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog', { name: `Delete VirtualService ${name}?` });
    await dialog.getByRole('button', { name: 'Delete 1 object' }).click();
    await expect(page).toHaveURL(/\/config$/);
    expect((await kubernetes('developer', 'GET', `${collection}/${name}`)).status).toBe(404);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByText('1 object is back')).toBeVisible();
    const { status, body } = await kubernetes('developer', 'GET', `${collection}/${name}`);
    expect({ status, spec: body.spec }).toEqual({ status: 200, spec });
  } finally {
    await removeObject(name);
  }
});

test('a developer without the verb sees which one is missing, and where', async ({ page, signInAs }) => {
  await signInAs('developer');
  await page.goto('/config/authorizationpolicies.security.istio.io/shop/cart-callers');
  const edit = page.getByRole('button', { name: 'Edit' });
  await expect(edit).toHaveAttribute('aria-disabled', 'true');
  await expect(edit).toHaveAccessibleDescription(/update authorizationpolicies in shop/);
  await page.getByRole('button', { name: 'More actions' }).click();
  await expect(page.getByRole('menuitem', { name: /^Delete/ })).toContainText(
    'delete authorizationpolicies in shop',
  );
});

test('what names an object leads to its page: a service’s configuration, the palette', async ({
  page,
  signInAs,
}) => {
  await signInAs('developer');
  await page.goto('/services/bookinfo/reviews?tab=configuration');
  const row = page.getByRole('row', { name: /VirtualService reviews/ });
  await row.getByRole('link', { name: 'reviews' }).click();
  await expect(page).toHaveURL(new RegExp(reviews));
  await expect(title(page)).toHaveText('reviews');
  await expect(async () => {
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('combobox')).toBeVisible({ timeout: 2000 });
  }).toPass();
  await page.getByRole('combobox').fill('cart-callers');
  await page.getByRole('option', { name: /cart-callers/ }).click();
  await expect(page).toHaveURL(/\/config\/authorizationpolicies\.security\.istio\.io\/shop\/cart-callers/);
});

test('no such object, no such kind', async ({ page, signInAs }) => {
  await signInAs('viewer');
  await page.goto(`/config/${kind}/bookinfo/nothing`);
  await expect(title(page)).toHaveText('No VirtualService nothing in bookinfo');
  await page.goto('/config/secrets/bookinfo/reviews');
  await expect(title(page)).toHaveText('No secrets reviews in bookinfo');
  await page.getByRole('link', { name: 'All objects' }).click();
  await expect(title(page)).toHaveText(/objects/);
});
