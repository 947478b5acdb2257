/** Following links: the admin arrives on a host of its own with object and time, others are told what to ask for. */
import { expect, type Page } from '@playwright/test';
import { test as base } from './support/console-page.ts';

const toolHost = /^http:\/\/(grafana|prometheus|tracing|kiali|alertmanager)-[0-9a-f]{12}\.localhost:\d+\//;

const test = base.extend<{ arrives(open: () => Promise<unknown>): Promise<Page> }>({
  arrives: async ({ context, problems }, use) => {
    await use(async (open) => {
      const opened = context.waitForEvent('page');
      await open();
      const page = await opened;
      await page.waitForURL(toolHost);
      await page.waitForLoadState('load');
      return page;
    });
    // The host of a tool is foreign on purpose, and nothing else is.
    const left = problems.filter((problem) => !toolHost.test(problem.replace(/^foreign: /, '')));
    (problems as string[]).splice(0, problems.length, ...left);
  },
});

const openIn = (page: Page) => page.getByRole('button', { name: 'Open in' }).first();
const cell = (page: Page, name: string) =>
  page
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name, exact: true }) })
    .getByRole('cell');

test.describe('the admin', () => {
  // What is asked there for the console's sake, and what is asked there after signing out.
  test.use({
    // A list of two would be taken for a value and its options.
    expectedErrors: [
      /^http:\/\/(kiali|tracing)-[0-9a-f]{12}\.localhost\S* Failed.* 40[14]|\/api\/v1\/\S+ Failed.* 401/,
    ],
  });

  test.beforeEach(async ({ signInAs }) => {
    await signInAs('admin');
  });

  test('from a service to its dashboard in Grafana, found by title', async ({ page, arrives }) => {
    await page.goto('/services/bookinfo/reviews?range=30m');
    await openIn(page).click();
    const tool = await arrives(() => page.getByRole('link', { name: /^Grafana/ }).click());
    await expect(tool.getByRole('heading', { name: 'Istio Service Dashboard' })).toBeVisible();
    await expect(cell(tool, 'var-service')).toHaveText('reviews.bookinfo.svc.cluster.local');
    await expect(cell(tool, 'to')).toHaveText('now');
    // Its style came through as well, although the API server had put its own path before it.
    await expect(tool.locator('header')).toHaveCSS('background-color', 'rgb(32, 38, 47)');
  });

  test('from charts to Prometheus with the queries that drew them', async ({ page, arrives }) => {
    await page.goto('/services/bookinfo/reviews?tab=charts&by=version');
    await expect(page.getByRole('slider').first()).toBeVisible();
    const asked = page.waitForResponse(/\/api\/v1\/series\/expressions/);
    await page.getByRole('button', { name: 'Open in' }).last().click();
    const { expressions } = await (await asked).json();
    const tool = await arrives(() => page.getByRole('link', { name: /^Prometheus/ }).click());
    const shown = tool.locator('#answer pre');
    // As many of them as an address takes.
    await expect(shown.first()).toHaveText(expressions[0]);
    expect(expressions.slice(0, await shown.count())).toEqual(await shown.allTextContents());
    await expect(tool.locator('#answer li').first()).toContainText('destination_workload');
  });

  test('from a workload to its traces in Jaeger and its page in Kiali', async ({ page, arrives }) => {
    await page.goto('/workloads/bookinfo/reviews-v2');
    await openIn(page).click();
    const jaeger = await arrives(() => page.getByRole('link', { name: /^Jaeger/ }).click());
    await expect(cell(jaeger, 'service')).toHaveText('reviews.bookinfo');
    await openIn(page).click();
    const kiali = await arrives(() => page.getByRole('link', { name: /^Kiali/ }).click());
    await expect(kiali.getByRole('heading', { level: 1 })).toHaveText(
      'namespaces / bookinfo / workloads / reviews-v2',
    );
  });

  test('from a node of the graph to Alertmanager, filtered', async ({ page, arrives }) => {
    await page.goto('/graph?ns=shop&focus=version/Kubernetes/shop/recommendations/v2');
    await page.getByRole('complementary').getByRole('button', { name: 'Open in' }).click();
    const tool = await arrives(() => page.getByRole('link', { name: /^Alertmanager/ }).click());
    await expect(tool.locator('pre')).toContainText('filter={namespace="shop"}');
  });

  test('the tool’s page knows nothing of the console, nor the console of it', async ({
    page,
    context,
    arrives,
  }) => {
    await page.goto('/links');
    const tool = await arrives(() => page.getByRole('link', { name: 'Open Kiali' }).click());
    expect(await tool.evaluate(() => [window.opener, document.cookie, document.referrer])).toEqual([
      null,
      '',
      '',
    ]);
    const { hostname } = new URL(tool.url());
    const there = (await context.cookies()).filter(({ domain }) => domain === hostname);
    expect(there.map(({ name, httpOnly, sameSite }) => [name, httpOnly, sameSite])).toEqual([
      ['sluice-tool', true, 'Lax'],
    ]);
    // Nothing of the console is answered there, also not to who is signed in.
    expect((await tool.goto(new URL('/api/v1/whoami', tool.url()).href))?.status()).toBe(404);
    expect(await tool.content()).not.toContain('cluster-admin');
  });

  test('any Service that speaks HTTP: its own pages, from its page and from the palette', async ({
    page,
    arrives,
  }) => {
    await page.goto('/services/istio-system/grafana');
    await openIn(page).click();
    const own = page.getByRole('region', { name: 'Its own pages' });
    const tool = await arrives(() => own.getByRole('link', { name: /^Port 3000/ }).click());
    expect(new URL(tool.url()).pathname).toBe('/');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Page, object or action' }).fill('open port');
    const entry = page.getByRole('option', { name: /^Open port 3000 of grafana/ });
    await expect(entry).toBeVisible();
    await arrives(() => entry.click());
  });

  test('what speaks no HTTP has no pages', async ({ page }) => {
    await page.goto('/services/bookinfo/mongodb');
    const asked = page.waitForResponse(/services\/mongodb\/pages$/);
    await openIn(page).click();
    expect(await (await asked).json()).toEqual({ pages: [] });
    await expect(page.getByRole('link', { name: /^Grafana/ })).toBeVisible();
    await expect(page.getByText('Its own pages')).toHaveCount(0);
  });

  test('who signs out is out of the tool as well', async ({ page, context, baseURL, arrives }) => {
    await page.goto('/links');
    const tool = await arrives(() => page.getByRole('link', { name: 'Open Jaeger' }).click());
    const answer = await context.request.delete('/api/v1/session', { headers: { origin: baseURL ?? '' } });
    expect(answer.ok()).toBe(true);
    expect((await tool.reload())?.status()).toBe(401);
    await expect(tool.getByText('Open this tool from Sluice again')).toBeVisible();
  });
});

for (const persona of ['developer', 'viewer'] as const) {
  test.describe(`the ${persona}`, () => {
    base.use({ expectedErrors: [/\/api\/v1\/links\/open Failed to load resource.* 403/] });

    test('is told what to ask for, and a link that was passed on does not end in raw JSON', async ({
      page,
      context,
      signInAs,
    }) => {
      await signInAs(persona);
      await page.goto('/services/bookinfo/reviews');
      await openIn(page).click();
      await expect(page.getByRole('dialog', { name: 'Open in' })).toContainText('You may not open it');
      await page.getByRole('link', { name: 'What to ask for', exact: true }).click();
      const row = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Grafana' }) });
      await expect(row).toContainText(
        `allow ${persona} to “get services/proxy” on http:grafana:3000 in istio-system`,
      );
      await row.getByText('An admin grants it with:').click();
      await expect(row.locator('pre')).toContainText('--resource-name=http:grafana:3000');
      await page.goto('/services/bookinfo/reviews');
      await openIn(page).click();
      // Where the reader is: in the menu, and not in another tab.
      const own = page.getByRole('region', { name: 'Its own pages' });
      await own.getByText(/^Port 9080/).click();
      await expect(own).toContainText(
        `allow ${persona} to “get services/proxy” on http:reviews:9080 in bookinfo`,
      );
      await expect(own.locator('pre')).toContainText('--resource-name=http:reviews:9080');
      expect(context.pages()).toHaveLength(1);
      await page.goto('/links/open?service=istio-system/grafana:3000&path=/');
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.getByRole('main').locator('pre')).toContainText('--resource-name=http:grafana:3000');
    });
  });
}
