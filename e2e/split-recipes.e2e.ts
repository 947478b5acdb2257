/** Resilience recipes from the wizard to the object, each on a service of its own; a fault ends at its time, or says who has to end it. */
import { expect, type Page } from '@playwright/test';
import { test } from './support/console-page.ts';
import { kubernetes } from './support/demo.ts';
import { type OwnService, ownService } from './support/own-service.ts';
import { untilKnown, wizardOf } from './support/split-pages.ts';
import { pathOf } from './support/written-routes.ts';

const networking = (namespace: string) => `/apis/networking.istio.io/v1/namespaces/${namespace}`;

interface Routes {
  metadata: { annotations?: Record<string, string> };
  spec: { http: Record<string, unknown>[] };
}

const main = (host: string) => ({ name: 'main', route: [{ destination: { host } }] });

async function ruleOf({ namespace, name }: OwnService): Promise<Record<string, unknown>> {
  const { body } = await kubernetes<Routes>('admin', 'GET', pathOf(namespace, name));
  return body.spec.http[0] ?? {};
}

/** With one rule, as somebody wrote it. */
async function withRule(
  page: Page,
  kind: string,
  namespace: string,
  journey: (own: OwnService) => Promise<void>,
): Promise<void> {
  const own = await ownService(page, kind, {
    portName: 'http-web',
    namespace,
    besides: (name) => [
      [
        `${networking(namespace)}/virtualservices`,
        {
          apiVersion: 'networking.istio.io/v1',
          kind: 'VirtualService',
          metadata: { name },
          spec: { hosts: [name], http: [main(name)] },
        },
      ],
    ],
  });
  try {
    await journey(own);
  } finally {
    await own.remove();
  }
}

/** What the pointer finds on the card of the badge, second by second; the panel says it beside the badge. */
async function countsDownOnTheGraph(page: Page, { namespace, name }: OwnService): Promise<void> {
  await page.goto(`/graph?namespaces=${namespace}`);
  const card = page
    .getByRole('application')
    .getByRole('button', { name: new RegExp(name) })
    .first();
  await card.focus();
  const tip = page.getByText(/^Injected fault ends in/);
  const told = new Set<string>();
  // Where others make services of their own the picture is laid out anew, and the card goes elsewhere: the pointer follows it.
  await expect(async () => {
    const box = await card.boundingBox();
    if (box === null) throw new Error('The card has no place.');
    await page.mouse.move(box.x + box.width / 2, box.y + 10);
    told.add(await tip.innerText({ timeout: 3000 }));
    expect(told.size).toBeGreaterThan(1);
  }).toPass({ timeout: 30_000 });
  await card.press('Enter');
  await expect(
    page.getByRole('complementary').getByRole('listitem').filter({ hasText: 'Fault injected' }),
  ).toContainText(/Injected fault ends in/);
}

async function openSettings(page: Page, own: OwnService, recipe: string): Promise<void> {
  await untilKnown(page, own, { points: 1 });
  await page.goto(wizardOf(own, `strategy=${recipe}&step=settings`));
}

async function apply(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Next: Review' }).click();
  await expect(page.getByText('Dry run passed.')).toBeVisible();
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('region', { name: 'Written' })).toBeVisible();
}

const note = (page: Page) => page.getByRole('status').filter({ hasText: 'Faults are injected' });

test.beforeEach(async ({ signInAs }) => {
  test.setTimeout(120_000);
  await signInAs('developer');
});

test('timeout and retries: set, and a slip is marked beside its field', async ({ page }) => {
  await withRule(page, 'patience', 'shop', async (own) => {
    await openSettings(page, own, 'timeout-retries');
    await page.getByRole('textbox', { name: 'After' }).fill('two seconds');
    await expect(page.getByText('a duration, e.g. 500ms or 2s')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Next: Review' })).toBeDisabled();
    await page.getByRole('textbox', { name: 'After' }).fill('3s');
    await page.getByRole('textbox', { name: 'Attempts' }).fill('4');
    await apply(page);
    expect(await ruleOf(own)).toEqual({
      ...main(own.name),
      timeout: '3s',
      retries: { attempts: 4, perTryTimeout: '500ms', retryOn: 'connect-failure,refused-stream,5xx' },
    });
  });
});

test('circuit breaker: a DestinationRule is made, and no route is touched', async ({ page }) => {
  await withRule(page, 'breaker', 'shop', async (own) => {
    await openSettings(page, own, 'circuit-breaker');
    await page.getByRole('switch', { name: 'Limit connections' }).check();
    await page.getByRole('textbox', { name: '5xx in a row' }).fill('7');
    await apply(page);
    const { body } = await kubernetes('admin', 'GET', `${networking('shop')}/destinationrules/${own.name}`);
    expect(body.spec).toMatchObject({
      trafficPolicy: {
        outlierDetection: { consecutive5xxErrors: 7, interval: '10s', maxEjectionPercent: 50 },
        connectionPool: { tcp: { maxConnections: 100 } },
      },
    });
    expect(await ruleOf(own)).toEqual(main(own.name));
  });
});

test('copies to a test service', async ({ page }) => {
  await withRule(page, 'copies', 'shop', async (own) => {
    await openSettings(page, own, 'mirror-test');
    // Nothing was touched: what is still to be chosen is said, and nothing is called wrong.
    const steps = page.getByRole('region', { name: 'Steps' });
    await expect(steps).toContainText('Choose the service that gets the copies.');
    await expect(page.getByRole('button', { name: 'Next: Review' })).toBeDisabled();
    await expect(page.getByRole('main').locator('[aria-invalid], [data-wrong]')).toHaveCount(0);
    await page.getByRole('combobox', { name: 'Namespace' }).selectOption('bookinfo');
    await page.getByRole('combobox', { name: 'Service' }).selectOption('ratings');
    await page.getByRole('textbox', { name: 'Port' }).fill('9080');
    await page.getByRole('textbox', { name: 'Copies' }).fill('25');
    await apply(page);
    const rule = JSON.stringify(await ruleOf(own));
    expect(rule).toContain('ratings.bookinfo.svc.cluster.local');
    expect(rule).toMatch(/"value":25/);
    expect((await ruleOf(own)).route).toEqual(main(own.name).route);
  });
});

test('a fault counts down on the page, and the guard takes it off at its time', async ({ page }) => {
  await withRule(page, 'fault', 'shop', async (own) => {
    await openSettings(page, own, 'fault');
    await page.getByRole('switch', { name: 'Error' }).check();
    await page.getByRole('textbox', { name: 'It ends after' }).fill('10 s');
    await apply(page);
    expect(await ruleOf(own)).toMatchObject({
      ...main(own.name),
      fault: {
        delay: { fixedDelay: '2s', percentage: { value: 10 } },
        abort: { httpStatus: 503, percentage: { value: 5 } },
      },
    });
    await expect(note(page)).toContainText('The guard takes them off.');
    await page.goto(`/splits/${own.namespace}/${own.name}`);
    await expect(note(page)).toContainText(/They end in|Their time is over/);
    await expect.poll(() => ruleOf(own), { timeout: 45_000 }).toEqual(main(own.name));
    await expect(note(page)).toHaveCount(0);
  });
});

test('where the guard is not bound the page says who has to end it, and lets them', async ({ page }) => {
  await withRule(page, 'fault', 'bookinfo', async (own) => {
    await openSettings(page, own, 'fault');
    // Few enough minutes that seconds are told.
    await page.getByRole('textbox', { name: 'It ends after' }).fill('4 min');
    await apply(page);
    await expect(note(page)).toContainText('Nobody takes them off by itself: developer has to.');
    await page.goto(`/splits/${own.namespace}/${own.name}`);
    await expect(note(page)).toContainText('Nobody takes them off by itself: developer has to.');
    await countsDownOnTheGraph(page, own);
    await page.goto(`/splits/${own.namespace}/${own.name}`);
    await note(page).getByRole('button', { name: 'End it now' }).click();
    await expect(note(page)).toHaveCount(0);
    expect(await ruleOf(own)).toEqual(main(own.name));
  });
});
