/**
 * The route tester: a request from a workload and from a gateway, why each rule takes it or not, the address that brings it all back, by
 * keyboard alone; and saved as an expectation, which the checks ask again when somebody breaks the route.
 */
import { expect, type Page } from '@playwright/test';
import { violations } from './support/accessibility.ts';
import { test } from './support/console-page.ts';
import { kubernetes } from './support/demo.ts';
import { apply, code, collection, kind, makeObject, removeObject } from './support/edited-object.ts';

/** A host that no other rule of the mesh speaks for. */
const name = 'tested-productpage';
const annotation = 'sluice.dev/expectations';

test.beforeEach(async ({ signInAs }) => {
  await makeObject(name, {
    spec: {
      hosts: ['productpage'],
      http: [
        {
          name: 'testers',
          match: [{ headers: { 'x-tester': { exact: 'beta' } }, uri: { prefix: '/preview' } }],
          route: [{ destination: { host: 'details' } }],
        },
        {
          name: 'rest',
          timeout: '4s',
          route: [
            { destination: { host: 'productpage' }, weight: 75 },
            { destination: { host: 'details' }, weight: 25 },
          ],
        },
      ],
    },
  });
  await signInAs('developer');
});

test.afterEach(() => removeObject(name));

const request = '/config/test?from=bookinfo/reviews-v1&host=productpage&port=9080';
const asTester = `${request}&path=/preview/1&headers=${encodeURIComponent('x-tester: beta')}`;

const answer = (page: Page) => page.getByRole('region', { name: 'Answer' });
const rules = (page: Page) => answer(page).getByRole('region', { name: 'Rules tried' });
const destinations = (page: Page) => answer(page).getByRole('table', { name: 'Destinations' });
const saved = (page: Page) => page.getByRole('region', { name: 'Expectations' });
const field = (page: Page, label: string) => page.getByRole('form', { name: 'Request' }).getByLabel(label);

async function save(page: Page, address: string, called: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('button', { name: 'Save as expectation' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save as expectation' });
  await expect(dialog).toContainText(`bookinfo/${name}`);
  await dialog.getByLabel('Name').fill(called);
  await dialog.getByRole('button', { name: 'Review the change' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Review/ })).toBeVisible();
}

interface Annotated {
  metadata: { annotations?: Record<string, string> };
}

async function annotationOf(): Promise<string | undefined> {
  const { body } = await kubernetes<Annotated>('developer', 'GET', `${collection}/${name}`);
  return body.metadata.annotations?.[annotation];
}

/** In both themes. */
async function expectNoAxeFindings(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme });
    await expect(page.locator('html')).toHaveCSS('color-scheme', colorScheme);
    expect(await violations(page)).toEqual([]);
  }
}

test('a request from a workload: its shares, and why each rule takes it or not', async ({ page }) => {
  await page.goto(request);
  await expect(answer(page)).toContainText('Is shared among 2 destinations');
  await expect(destinations(page).getByRole('row', { name: /productpage\.bookinfo/ })).toContainText(
    '75.0 %',
  );
  await expect(destinations(page).getByRole('row', { name: /details\.bookinfo/ })).toContainText('25.0 %');
  const tried = rules(page).getByRole('listitem');
  await expect(rules(page)).toContainText('owns the host');
  await expect(tried.filter({ hasText: 'rule 1' }).first()).toContainText(
    'the path is “/”, which does not start with “/preview”',
  );
  await expect(tried.filter({ hasText: 'rule 2' }).first()).toContainText('takes every request');

  await field(page, 'Path and query').fill('/preview/1');
  await field(page, 'Headers').fill('x-tester: beta');
  await expect(answer(page)).toContainText('Goes to one destination');
  await expect(tried.filter({ hasText: 'rule 1' }).first()).toContainText('header x-tester is “beta”');
  await field(page, 'Headers').fill('x-tester: no');
  await expect(tried.filter({ hasText: 'rule 1' }).first()).toContainText(
    'header x-tester is “no”, not “beta”',
  );
});

test('the address brings the request and its answer back, and a live change changes the answer', async ({
  page,
  context,
}) => {
  await page.goto(request);
  await field(page, 'Method').fill('POST');
  await field(page, 'Path and query').fill('/preview/1?x=1');
  await field(page, 'Headers').fill('x-tester: beta\nx-other: a, b');
  await expect(answer(page)).toContainText('Goes to one destination');
  await expect(page).toHaveURL(/method=POST/);
  await expect(page).toHaveURL(/headers=.*x-other/);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(field(other, 'From')).toHaveValue('bookinfo/reviews-v1');
  await expect(field(other, 'Host')).toHaveValue('productpage');
  await expect(field(other, 'Port')).toHaveValue('9080');
  await expect(field(other, 'Method')).toHaveValue('POST');
  await expect(field(other, 'Path and query')).toHaveValue('/preview/1?x=1');
  await expect(field(other, 'Headers')).toHaveValue('x-tester: beta\nx-other: a, b');
  await expect(destinations(other)).toContainText('details.bookinfo');
  await removeObject(name);
  await expect(answer(other)).toContainText('No VirtualService speaks for this host here');
});

test('a request from a gateway meets the rules that are bound to it', async ({ page }) => {
  await page.goto(
    '/config/test?from=gateway:bookinfo/bookinfo-gateway&host=bookinfo.example&port=80&path=/productpage',
  );
  await expect(destinations(page)).toContainText('productpage.bookinfo');
  await expect(rules(page)).toContainText('owns the host');
  await field(page, 'Host').fill('nobody.example');
  await expect(answer(page)).toContainText('No rule takes it: the caller gets 404');
});

test.describe('what is wrong with the gateway', () => {
  // The field that names no gateway is refused by the server.
  test.use({ expectedErrors: [/route-test.* 400/] });
  test('is said beside its field, and the last answer stays', async ({ page }) => {
    await page.goto(
      '/config/test?from=gateway:bookinfo/bookinfo-gateway&host=bookinfo.example&port=80&path=/productpage',
    );
    await expect(destinations(page)).toContainText('productpage.bookinfo');
    await field(page, 'From').fill('gateway:bookinfo/no-such-gateway');
    await expect(page.getByText('Write namespace/workload, or gateway:namespace/name')).toBeVisible();
    await expect(field(page, 'From')).toHaveAttribute('aria-invalid', 'true');
  });
});

test('the keyboard alone asks, saves and leaves', async ({ page }) => {
  await page.goto('/config/test');
  await field(page, 'From').focus();
  await page.keyboard.type('bookinfo/reviews-v1');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await page.keyboard.type('productpage');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await page.keyboard.type('9080');
  await page.keyboard.press('Escape');
  await expect(answer(page)).toContainText('Is shared among 2 destinations');
  const button = page.getByRole('button', { name: 'Save as expectation' });
  for (let presses = 0; presses < 30; presses += 1) {
    if (await button.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Save as expectation' });
  await expect(dialog.getByLabel('Name')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog.getByLabel('Name')).toBeFocused();
  // The name is a proposal; Enter takes it.
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: /^Review/ })).toBeVisible();
  await expect(page.getByRole('region', { name: 'What changes' })).toContainText('has to give');
});

test('an expectation is saved, tells when the route is broken, and is met again when that is taken back', async ({
  page,
  context,
}) => {
  await save(page, asTester, 'testers see the preview');
  await expect(page.getByRole('region', { name: 'What changes' })).toContainText(
    'Expectation testers see the preview: GET http://productpage:9080/preview/1 [x-tester: beta] from bookinfo/reviews-v1 has to give details.bookinfo:9080 100 %.',
  );
  await apply(page);
  expect(await annotationOf()).toContain('testers see the preview');

  // As one types, before anything is written.
  await page.goto(`/config/${kind}/bookinfo/${name}/edit`);
  await code(page).locator('.cm-line', { hasText: 'exact: ' }).first().click();
  await page.keyboard.press('End');
  await page.keyboard.insertText('-not');
  const checks = page.getByRole('region', { name: 'Checks' });
  await expect(checks).toContainText('Expectation “testers see the preview” is not met');
  await expect(checks).toContainText('SLU0012');

  // On review, where it has to be confirmed.
  await page.getByRole('button', { name: /^Review \d/ }).click();
  await expect(page.getByText('Dry run passed.')).toBeVisible();
  await expect(page.getByText('1 new error')).toBeVisible();
  await page.getByRole('checkbox').check();
  await apply(page);

  // In the list, on the object's page and in the tester, while they are open.
  const object = await context.newPage();
  await object.goto(`/config/${kind}/bookinfo/${name}`);
  const item = saved(object).getByRole('listitem').filter({ hasText: 'testers see the preview' }).first();
  await expect(item.getByRole('img', { name: 'Not met' })).toBeVisible();
  await expect(item).toContainText('Rule 2 of');
  await expect(item).toContainText('header x-tester is “beta”, not “beta-not”');
  await expect(object.getByText('SLU0012')).toBeVisible();
  await expectNoAxeFindings(object);

  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'The change is taken back.' })).toBeVisible();
  await expect(item.getByRole('img', { name: 'Met', exact: true })).toBeVisible();
  await expect(object.getByText('SLU0012')).toHaveCount(0);
});

test('expectations are listed, tried, changed and removed where requests are tested', async ({ page }) => {
  await save(page, request, 'shares of all others');
  await apply(page);
  await page.goto('/config/test');
  const item = saved(page).getByRole('listitem').filter({ hasText: 'shares of all others' }).first();
  await expect(item).toContainText('productpage.bookinfo:9080 75 %');
  await item.getByRole('button', { name: 'Test “shares of all others”' }).click();
  await expect(field(page, 'Host')).toHaveValue('productpage');
  await expect(answer(page)).toContainText('Is shared among 2 destinations');

  await item.getByRole('button', { name: 'Edit “shares of all others”' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change the expectation' });
  await dialog.getByLabel('Name').fill('any share');
  await expectNoAxeFindings(page);
  await dialog.getByRole('button', { name: 'Any share' }).click();
  await dialog.getByRole('button', { name: 'Review the change' }).click();
  await apply(page);
  expect(JSON.parse((await annotationOf()) ?? '')).toMatchObject({
    v: 1,
    requests: [{ name: 'any share', expect: { outcome: 'forward', within: 1 } }],
  });

  await page.goto('/config/test');
  await saved(page).getByRole('button', { name: 'Remove “any share”' }).click();
  await expect(page.getByRole('region', { name: 'What changes' })).toContainText(
    'No longer: Expectation any share',
  );
  await apply(page);
  expect(await annotationOf()).toBeUndefined();
});

test('a route of the Gateway API: why its rules take a request, who answers a preflight, and what is saved on it', async ({
  page,
}) => {
  await removeObject(name);
  const route = 'tested-details';
  const httpRoutes = '/apis/gateway.networking.k8s.io/v1/namespaces/bookinfo/httproutes';
  const parent = (port: number) => [{ group: '', kind: 'Service', name: 'productpage', port }];
  try {
    const made = await kubernetes('developer', 'POST', httpRoutes, {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: route, namespace: 'bookinfo' },
      spec: {
        parentRefs: parent(9080),
        rules: [
          {
            matches: [{ headers: [{ name: 'x-tester', value: 'beta' }] }],
            backendRefs: [{ name: 'details', port: 9080 }],
          },
          { backendRefs: [{ name: 'productpage', port: 9080 }] },
        ],
      },
    });
    expect(made.status).toBe(201);
    await page.goto(`${request}&headers=${encodeURIComponent('x-tester: beta')}`);
    await expect(destinations(page)).toContainText('details.bookinfo');
    await expect(rules(page)).toContainText(`${route}HTTPRoute · bookinfo`);
    await expect(rules(page).getByRole('listitem').filter({ hasText: 'rule 1' }).first()).toContainText(
      'header x-tester is “beta”',
    );
    await page.getByRole('button', { name: 'Save as expectation' }).click();
    const dialog = page.getByRole('dialog', { name: 'Save as expectation' });
    await expect(dialog).toContainText(`HTTPRoute bookinfo/${route}`);
    await dialog.getByLabel('Name').fill('testers see details');
    await dialog.getByRole('button', { name: 'Review the change' }).click();
    await expect(page.getByRole('region', { name: 'What changes' })).toContainText('testers see details');
    await apply(page);

    const { body } = await kubernetes<Annotated>('developer', 'GET', `${httpRoutes}/${route}`);
    expect(body.metadata.annotations?.[annotation]).toContain('testers see details');
    await page.goto(`/config/httproutes.gateway.networking.k8s.io/bookinfo/${route}`);
    const item = saved(page).getByRole('listitem').filter({ hasText: 'testers see details' }).first();
    await expect(item.getByRole('img', { name: 'Met', exact: true })).toBeVisible();
    // Somebody takes the rule away while the page is open.
    const broken = {
      ...body,
      spec: { parentRefs: parent(9080), rules: [{ backendRefs: [{ name: 'productpage', port: 9080 }] }] },
    };
    expect((await kubernetes('developer', 'PUT', `${httpRoutes}/${route}`, broken)).status).toBe(200);
    await expect(item.getByRole('img', { name: 'Not met' })).toBeVisible();
    await expect(page.getByText('SLU0012')).toBeVisible();
  } finally {
    // The page of an object that goes would ask for it once more.
    await page.goto('about:blank');
    await kubernetes('developer', 'DELETE', `${httpRoutes}/${route}`);
  }
});

test('CORS: an origin that is allowed, one that is not, and who answers beforehand', async ({ page }) => {
  const { body } = await kubernetes('developer', 'GET', `${collection}/${name}`);
  const policied = {
    ...body,
    spec: {
      hosts: ['productpage'],
      http: [
        {
          corsPolicy: { allowOrigins: [{ exact: 'https://shop.example' }], allowMethods: ['PUT'] },
          route: [{ destination: { host: 'productpage' } }],
        },
      ],
    },
  };
  expect((await kubernetes('developer', 'PUT', `${collection}/${name}`, policied)).status).toBe(200);
  await page.goto(request);
  const cors = answer(page).getByRole('region', { name: 'CORS' });
  await expect(cors).toContainText('no Origin header');
  await field(page, 'Headers').fill('Origin: https://shop.example\nAccess-Control-Request-Method: PUT');
  await expect(cors).toContainText('https://shop.example is allowed');
  await field(page, 'Method').fill('OPTIONS');
  await expect(cors).toContainText('answered by the proxy');
  await field(page, 'Headers').fill('Origin: https://other.example\nAccess-Control-Request-Method: PUT');
  await expect(cors).toContainText('https://other.example is not allowed');
  await expect(cors).toContainText('the service has to answer it');
  await expectNoAxeFindings(page);
});

test('whoever may not write sees what is expected, and no way to change it', async ({ page, signInAs }) => {
  await save(page, request, 'for everybody');
  await apply(page);
  await signInAs('viewer');
  await page.goto(request);
  await expect(saved(page)).toContainText('for everybody');
  await expect(page.getByRole('button', { name: /^(Save as|Edit|Remove)/ })).toHaveCount(0);
});
