/** Detail pages: reached from lists and graph and left again, what a viewer does not see there, and what happens when the subject goes. */
import { expect, type Page } from '@playwright/test';
import { test } from './support/console-page.ts';
import { kubernetes } from './support/demo.ts';

const title = (page: Page) => page.getByRole('heading', { level: 1 });
const tab = (page: Page, name: RegExp) => page.getByRole('tab', { name });

test('from the list to a service, to its caller, to the graph and back; the scope stays', async ({
  page,
  signInAs,
}) => {
  await signInAs('developer');
  await page.goto('/services?ns=bookinfo&range=5m');
  await page
    .getByRole('table')
    .getByRole('link', { name: /reviews$/ })
    .click();
  await expect(title(page)).toHaveText('reviews');
  await expect(page.getByRole('table', { name: 'Versions of this service' })).toContainText('60 %');

  await tab(page, /^Traffic/).click();
  await expect(page).toHaveURL(/tab=traffic/);
  await page.getByRole('table', { name: 'Called by' }).getByRole('link', { name: 'productpage-v1' }).click();
  await expect(title(page)).toHaveText('productpage-v1');
  await expect(page).toHaveURL(/range=5m/);

  await page.goBack();
  await expect(title(page)).toHaveText('reviews');
  await expect(tab(page, /^Traffic/)).toHaveAttribute('aria-selected', 'true');

  await page.getByRole('link', { name: 'Show in graph' }).click();
  await expect(page).toHaveURL(/\/graph\?.*focus=version\/Kubernetes\/bookinfo\/reviews/);
  const panel = page.getByRole('complementary');
  await expect(panel.getByRole('heading', { name: 'reviews' })).toBeVisible();
});

test('tabs are one stop of the keyboard, and say why an object touches the service', async ({
  page,
  signInAs,
}) => {
  await signInAs('admin');
  await page.goto('/services/bookinfo/details');
  await tab(page, /^Overview/).focus();
  await page.keyboard.press('End');
  await expect(tab(page, /^Configuration/)).toBeFocused();
  await expect(page).toHaveURL(/tab=configuration/);
  const objects = page.getByRole('table', { name: 'Istio objects that touch it' });
  await expect(objects.getByRole('row', { name: /DestinationRule details/ })).toContainText('v2: 0 pods');
  await expect(objects.getByRole('row', { name: /PeerAuthentication default/ })).toContainText('whole mesh');
  await expect(page.getByRole('tabpanel')).toContainText('v2-next does not exist');
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('table', { name: 'Pods and their proxies' })).toContainText('Sidecar 1.31.1');
});

test('a neighbour in the picture leads to its page', async ({ page, signInAs }) => {
  await signInAs('admin');
  await page.goto('/workloads/bookinfo/reviews-v2');
  const picture = page.getByRole('application');
  await picture.getByRole('button', { name: /^ratings/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/services\/bookinfo\/ratings/);
  await expect(title(page)).toHaveText('ratings');
});

test.describe('whoever may not see payments', () => {
  test.use({ expectedErrors: [/404/] });

  test('meets it as a restricted peer, and its pages as if they were not there', async ({
    page,
    signInAs,
  }) => {
    await signInAs('viewer');
    await page.goto('/workloads/shop/checkout-v1?tab=traffic');
    const calls = page.getByRole('table', { name: 'Calls' });
    await expect(calls.getByRole('row', { name: /Restricted/ })).toBeVisible();
    const said = await page.getByRole('main').evaluate((main) => main.outerHTML);
    expect(said).not.toContain('payments');

    const refused = async (path: string) => {
      await page.goto(path);
      const [, , namespace = '', name = ''] = path.split('/');
      await expect(title(page)).toContainText(`${name} in ${namespace}`);
      return (await page.getByRole('main').innerText()).replaceAll(name, 'X').replaceAll(namespace, 'Y');
    };
    expect(await refused('/services/payments/ledger')).toBe(await refused('/services/nowhere/nothing'));
    expect(await refused('/workloads/payments/fraud-v1')).toBe(await refused('/workloads/nowhere/nothing'));
  });

  test('may read no policies of the mesh, and is not told of them', async ({ page, signInAs }) => {
    await signInAs('viewer');
    await page.goto('/services/shop/cart?tab=configuration');
    const objects = page.getByRole('table', { name: 'Istio objects that touch it' });
    await expect(objects).toContainText('cart-callers');
    await expect(objects).not.toContainText('istio-system');
  });
});

test.describe('a service that is removed', () => {
  test.use({ expectedErrors: [/404/] });

  test('while its page is open: the last picture stays and says so', async ({ page, signInAs }) => {
    const services = '/api/v1/namespaces/shop/services';
    const name = 'short-lived';
    const created = await kubernetes('admin', 'POST', services, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name },
      spec: { selector: { app: name }, ports: [{ name: 'grpc-api', port: 9000 }] },
    });
    expect(created.status).toBe(201);
    await signInAs('developer');
    await page.goto(`/services/shop/${name}`);
    await expect(page.getByRole('table', { name: 'Ports and their protocols' })).toContainText('GRPC');
    await kubernetes('admin', 'DELETE', `${services}/${name}`);
    await expect(page.getByText(/short-lived was removed, or you may no longer see it/)).toBeVisible();
    await expect(title(page)).toHaveText(name);
    await page.reload();
    await expect(title(page)).toHaveText(`No service ${name} in shop`);
  });
});
