/**
 * A release watched: reviews goes from v1 over v2 to v3 and the traffic follows, two developers collide, a viewer sees it all and can
 * touch nothing, and an abort is one press. Splits are started through the API; the wizard has journeys of its own.
 */
import { type APIRequestContext, type BrowserContext, expect, type Page } from '@playwright/test';
import type { Graph } from '#lib/api/traffic/graph.ts';
import { type PersonaName, test } from './support/console-page.ts';
import { consoleUrl } from './support/demo.ts';
import { type Canary, splitCalls } from './support/split-calls.ts';
import {
  reviewsCounted,
  reviewsRoutes,
  reviewsSubsets,
  reviewsWeights,
  withReviews,
} from './support/with-reviews.ts';

const reviews = { namespace: 'bookinfo', name: 'reviews' };
const address = '/splits/bookinfo/reviews';

const headers = { origin: consoleUrl };
/** Of journeys that look at where requests go. */
const counting = { everybodyAlone: true };

/** Of the rule for everybody: the last one. */
async function start(
  request: APIRequestContext,
  stable: string,
  candidate: string,
  steps: readonly number[],
): Promise<void> {
  const points: Canary['points'] = (all) => all.slice(-1);
  await splitCalls(request, reviews).begin({ stable, candidate, steps, points });
}

const actions = (page: Page) => page.getByRole('group', { name: 'Actions on this split' });
const action = (page: Page, name: string | RegExp) => actions(page).getByRole('button', { name });
const shares = (page: Page) => page.getByRole('region', { name: 'Shares of the versions' });
const events = (page: Page) => page.getByRole('complementary');
const isLive = (page: Page) => expect(page.getByRole('banner')).toContainText(/Live/);

/** Requests that arrive at each version by the graph of the last ten seconds, as parts of one. */
async function graphShares(request: APIRequestContext): Promise<Record<string, number>> {
  const graph = (await (await request.get('/api/v1/graph?namespaces=bookinfo&window=10s')).json()) as Graph;
  const rates = graph.nodes.flatMap(({ namespace, app, version, inbound }) =>
    namespace === 'bookinfo' && app === 'reviews' && version !== null
      ? [{ version, rate: inbound?.requestsPerSecond ?? 0 }]
      : [],
  );
  const total = rates.reduce((sum, { rate }) => sum + rate, 0);
  return Object.fromEntries(rates.map(({ version, rate }) => [version, total === 0 ? 0 : rate / total]));
}

/** The whole of the traffic goes to one version, by the graph, within fifteen seconds. */
async function graphObeys(request: APIRequestContext, version: string): Promise<void> {
  const fromMs = Date.now();
  await expect
    .poll(async () => (await graphShares(request))[version] ?? 0, { timeout: 15_000, intervals: [500] })
    .toBeGreaterThan(0.9);
  test.info().annotations.push({ type: `all to ${version}`, description: `${Date.now() - fromMs} ms` });
}

/**
 * Within fifteen seconds every request that is counted from then on goes to one version; and so says the graph, as soon as its ten seconds
 * hold nothing that was sent before.
 */
async function trafficObeys(request: APIRequestContext, version: string): Promise<void> {
  const counted = await reviewsCounted();
  await expect.poll(() => counted(version), { timeout: 15_000, intervals: [200] }).toBeGreaterThan(0.99);
  await expect
    .poll(async () => (await graphShares(request))[version] ?? 0, { timeout: 30_000, intervals: [500] })
    .toBeGreaterThan(0.99);
}

/** Somebody else, in a browser of their own. */
async function beside(context: BrowserContext, persona: PersonaName): Promise<Page> {
  const browser = context.browser();
  if (browser === null) throw new Error('There is no browser.');
  const other = await browser.newContext({ baseURL: consoleUrl, locale: 'en-GB' });
  const signed = await other.request.post('/api/v1/session', {
    data: { strategy: 'demo', persona },
    headers,
  });
  expect(signed.status()).toBe(200);
  return other.newPage();
}

test.beforeEach(() => test.setTimeout(300_000));

test('a developer moves reviews from v1 to v2 to v3, and the graph obeys within 15 s', async ({
  page,
  context,
  signInAs,
}) => {
  await signInAs('developer');
  await withReviews(async () => {
    await start(context.request, 'v1', 'v2', [10, 50]);
    await page.goto('/splits');
    await page
      .getByRole('table')
      .getByRole('link', { name: /reviews/ })
      // Past ones stand below.
      .first()
      .click();
    await expect(page).toHaveURL(new RegExp(address));
    await isLive(page);
    await expect(shares(page)).toContainText('10.0 %');
    await expect(events(page)).toContainText('started at 10 %');

    await action(page, 'Advance to 50 %').click();
    await expect(shares(page)).toContainText('50.0 %');
    expect(await reviewsWeights()).toMatchObject({ v1: 50, v2: 50 });

    await action(page, 'Promote').click();
    await expect(page.getByText('Promoted: v2 answers everything')).toBeVisible();
    expect((await reviewsWeights()).v2).toBe(100);
    await graphObeys(context.request, 'v2');
    await action(page, 'Finish').click();
    await expect
      .poll(async () => Object.keys((await reviewsRoutes()).metadata.annotations ?? {}))
      .not.toContain('sluice.dev/release');

    await start(context.request, 'v2', 'v3', [25, 100]);
    await expect(action(page, 'Advance to 100 %')).toBeVisible();
    await action(page, 'Set…').click();
    await page.getByRole('textbox', { name: 'Percent of requests' }).fill('60');
    await page.getByRole('textbox', { name: 'Reason (optional)' }).fill('the cache is warm');
    await page.getByRole('button', { name: 'Set to 60 %' }).click();
    await expect(shares(page)).toContainText('60.0 %');
    await expect(events(page)).toContainText('the cache is warm');
    await action(page, 'Advance to 100 %').click();
    await expect.poll(async () => (await reviewsWeights()).v3).toBe(100);
    await graphObeys(context.request, 'v3');
  }, counting);
});

test('two developers collide: one is told who was faster, with the old and the new shares', async ({
  page,
  context,
  signInAs,
}) => {
  await signInAs('developer');
  const other = await beside(context, 'admin');
  try {
    await withReviews(async () => {
      await start(context.request, 'v1', 'v2', [10, 25, 50]);
      for (const one of [page, other]) {
        await one.goto(address);
        await isLive(one);
        await expect(shares(one)).toContainText('10.0 %');
      }
      // Two who watch see the same without doing anything.
      await action(page, 'Advance to 25 %').click();
      await expect(shares(other)).toContainText('25.0 %');
      await expect(action(other, 'Advance to 50 %')).toBeVisible();

      // Who looks at an old picture collides.
      await other.getByRole('banner').getByRole('button', { name: 'Pause updates' }).click();
      await expect(other.getByRole('banner')).toContainText('Paused');
      await action(page, 'Set…').click();
      await page.getByRole('textbox', { name: 'Percent of requests' }).fill('40');
      await page.getByRole('button', { name: 'Set to 40 %' }).click();
      await expect(shares(page)).toContainText('40.0 %');
      await action(other, 'Advance to 50 %').click();
      const conflict = other.getByRole('alert').filter({ hasText: 'changed this' });
      await expect(conflict).toContainText('developer');
      await expect(conflict).toContainText(/v2 25\s%.*→.*v2 40\s%/);
      expect(await reviewsWeights()).toMatchObject({ v1: 60, v2: 40 });
      await conflict.getByRole('button', { name: 'Keep theirs' }).click();
      await expect(conflict).toHaveCount(0);
      await expect(shares(other)).toContainText('40.0 %');
    });
  } finally {
    await other.context().close();
  }
});

test('a viewer watches it live and can touch nothing', async ({ page, context, signInAs }) => {
  await signInAs('developer');
  const other = await beside(context, 'viewer');
  try {
    await withReviews(async () => {
      await start(context.request, 'v1', 'v3', [10, 30]);
      await other.goto(address);
      await isLive(other);
      await expect(other.getByText('You can watch this split')).toBeVisible();
      await expect(actions(other)).toHaveCount(0);
      await expect(other.getByRole('button', { name: /Abort|Promote|Advance/ })).toHaveCount(0);
      await other.getByRole('tab', { name: /Notes/ }).click();
      await expect(other.getByRole('textbox')).toHaveCount(0);
      await other.getByRole('tab', { name: 'Live' }).click();

      await page.goto(address);
      await action(page, 'Advance to 30 %').click();
      await expect(shares(other)).toContainText('30.0 %');

      // Past the screen it is Kubernetes that says no, to each way of writing.
      const calls = splitCalls(other.request, reviews);
      const { release } = await calls.live();
      const word = /virtualservices.networking.istio.io .*forbidden: User "viewer" cannot update/;
      for (const action of [{ kind: 'set', percent: 90 }, { kind: 'abort' }]) {
        const { outcome, written, objects } = await calls.act(release?.id ?? '', action);
        expect({ action, outcome, written, objects }).toMatchObject({
          action,
          outcome: 'failed',
          written: 0,
          objects: [{ refusal: 'rights', message: expect.stringMatching(word) }],
        });
      }
      expect(await reviewsWeights()).toMatchObject({ v1: 70, v3: 30 });
    });
  } finally {
    await other.context().close();
  }
});

test('an abort is one press: stable has everything, subsets stay, and the record says who and when', async ({
  page,
  context,
  signInAs,
}) => {
  await signInAs('developer');
  await withReviews(async () => {
    const subsets = await reviewsSubsets();
    await start(context.request, 'v1', 'v2', [50, 100]);
    await page.goto(address);
    await isLive(page);
    await page.getByRole('tab', { name: /Notes/ }).click();
    await page.getByRole('textbox').fill('looks slow to me');
    await page.getByRole('button', { name: 'Add note' }).click();
    await expect(page.getByRole('tabpanel')).toContainText('looks slow to me');
    // The button stands on every tab, in the same place.
    await action(page, 'Abort').click();
    await expect(action(page, 'Finish')).toBeVisible();
    expect((await reviewsWeights()).v1).toBe(100);
    expect((await reviewsWeights()).v2 ?? 0).toBe(0);
    expect((await reviewsSubsets()).spec).toEqual(subsets.spec);
    await page.getByRole('tab', { name: 'Live' }).click();
    await expect(page.getByText('Aborted: v1 answers everything')).toBeVisible();
    await expect(events(page)).toContainText('developer aborted');
    await trafficObeys(context.request, 'v1');
    await page.getByRole('tab', { name: /History/ }).click();
    await expect(page.getByRole('table').getByRole('row', { name: /aborted/ })).toContainText('50 % → 0 %');
  }, counting);
});
