/**
 * The guard, on a console of its own: a developer arms it in the wizard, the console that watches is killed, another takes its place,
 * and the bad version is taken back by itself. Recommendations v2 fails a fifth of its requests.
 */
import { expect, type Page } from '@playwright/test';
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import { test as base } from './support/console-page.ts';
import { type OwnDemo, startOwnDemo } from './support/own-demo.ts';

const test = base.extend<object, { demo: OwnDemo }>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from the first parameter
    async ({}, use) => {
      const demo = await startOwnDemo('guard', 100);
      await use(demo);
      await demo.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: ({ demo }, use) => use(demo.url),
});

const path = '/apis/networking.istio.io/v1/namespaces/shop/virtualservices/recommendations';
const address = '/splits/shop/recommendations';

interface Stored {
  metadata: { resourceVersion: string; annotations?: Record<string, string> };
  spec: { http: { route: { destination: { subset: string }; weight?: number }[] }[] };
}

const windowSeconds = 20;
/** Three windows of five fail it; the guard looks every ten seconds, and Prometheus hears of requests some seconds late. */
const abortedWithinMs = (5 * windowSeconds + 40) * 1000;

async function stored({ kubernetes }: OwnDemo): Promise<Stored> {
  return (await kubernetes<Stored>('admin', 'GET', path)).body;
}

/** Nobody splits it, and all of it goes to v1; at the end it is as it was. */
async function withoutSplit(demo: OwnDemo, journey: () => Promise<void>): Promise<void> {
  const before = await stored(demo);
  const put = async (change: Partial<Stored['metadata']>, spec: Stored['spec']) => {
    const { resourceVersion } = (await stored(demo)).metadata;
    const metadata = { ...before.metadata, ...change, resourceVersion };
    const { status } = await demo.kubernetes('admin', 'PUT', path, { ...before, metadata, spec });
    expect(status).toBe(200);
  };
  const [rule] = before.spec.http;
  const route = [{ destination: { host: 'recommendations', subset: 'v1' } }];
  await put({ annotations: {} }, { ...before.spec, http: [{ ...rule, route }] });
  try {
    await journey();
  } finally {
    await put({}, before.spec);
  }
}

async function startGuarded(page: Page): Promise<void> {
  // What was written past the console a moment ago may not have come to it yet.
  await expect
    .poll(async () => {
      const answer = await page
        .context()
        .request.get('/api/v1/splits/world?namespace=shop&service=recommendations');
      return ((await answer.json()) as { active: unknown }).active;
    })
    .toBe(null);
  await page.goto('/splits/new?service=shop/recommendations&strategy=canary&step=strategy');
  await page.getByRole('button', { name: 'Fast', exact: true }).click();
  await page.getByRole('textbox', { name: 'Share of step 1, percent' }).fill('40');
  await page.getByRole('button', { name: 'Next: Guard' }).click();
  await page.getByRole('radio', { name: /Abort by itself/ }).check();
  await page.getByRole('textbox', { name: 'Window' }).fill(`${windowSeconds} s`);
  await page.getByRole('textbox', { name: 'Least requests' }).fill('30');
  await page.getByRole('button', { name: 'Next: Review' }).click();
  await expect(page.getByText('Dry run passed.')).toBeVisible();
  await page.getByRole('button', { name: 'Start the split' }).click();
  await expect(page).toHaveURL(new RegExp(address), { timeout: 30_000 });
  await expect(page.getByText(/Guard: auto-abort/)).toBeVisible();
}

test('a bad version is aborted by itself, although the console that watched it is killed', async ({
  page,
  browser,
  demo,
  signInAs,
}) => {
  test.setTimeout(300_000);
  await signInAs('developer');
  await withoutSplit(demo, async () => {
    await startGuarded(page);
    const startedMs = Date.now();
    const guardAt = async (one: Page): Promise<SplitLive['guard']> =>
      ((await (await one.context().request.get(`/api/v1${address}`)).json()) as SplitLive).guard;
    await expect.poll(async () => (await guardAt(page)).holder).not.toBe(null);
    const { holder } = await guardAt(page);

    const url = await demo.startReplica();
    const other = await browser.newContext({ baseURL: url, locale: 'en-GB' });
    try {
      const headers = { origin: url };
      const persona = { strategy: 'demo', persona: 'developer' };
      expect((await other.request.post('/api/v1/session', { data: persona, headers })).status()).toBe(200);
      const watching = await other.newPage();
      await watching.goto(address);
      // One of them acts.
      await expect.poll(() => guardAt(watching)).toMatchObject({ state: 'elsewhere', holder });
      await page.close();
      await demo.killConsole();
      const killedAt = Date.now() / 1000;
      await expect
        .poll(async () => (await guardAt(watching)).renewedAt ?? 0, { timeout: 60_000 })
        .toBeGreaterThan(killedAt);

      await expect(watching.getByText('Aborted: v1 answers everything')).toBeVisible({
        timeout: abortedWithinMs,
      });
      test
        .info()
        .annotations.push({ type: 'aborted', description: `${Date.now() - startedMs} ms after the start` });
      const events = watching.getByRole('complementary').last();
      await expect(events).toContainText('Guard aborted');
      const { metadata, spec } = await stored(demo);
      expect(spec.http[0]?.route.map(({ weight }) => weight ?? 100)).toEqual([100, 0]);
      expect(JSON.parse(metadata.annotations?.['sluice.dev/release'] ?? '{}')).toMatchObject({
        phase: 'Aborted',
        by: 'sluice-guard',
        guard: { armedBy: 'developer' },
      });
      await watching.getByRole('tab', { name: /History/ }).click();
      const row = watching.getByRole('table').getByRole('row', { name: /Guard.*aborted/ });
      await expect(row).toHaveCount(1);
      await expect(row).toContainText('Failing');
    } finally {
      await other.close();
    }
  });
});
