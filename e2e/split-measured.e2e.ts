/**
 * Verdicts of what callers meet, on a mesh of its own whose traffic obeys what is written: a subset that somebody takes away, and a caller
 * that loses its sidecar. Carts v2 does as well as v1.
 */
import { expect, type Page } from '@playwright/test';
import { test as base } from './support/console-page.ts';
import { type OwnDemo, startOwnDemo } from './support/own-demo.ts';
import { canaryOf, splitCalls } from './support/split-calls.ts';

const test = base.extend<object, { demo: OwnDemo }>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from the first parameter
    async ({}, use) => {
      const demo = await startOwnDemo('measured', 160);
      await use(demo);
      await demo.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: ({ demo }, use) => use(demo.url),
});

const cart = { namespace: 'shop', name: 'cart' };
const rule = '/apis/networking.istio.io/v1/namespaces/shop/destinationrules/cart';
const deployments = '/apis/apps/v1/namespaces/shop/deployments';
const windowSeconds = 20;

test.beforeEach(async ({ signInAs }) => {
  test.setTimeout(240_000);
  await signInAs('developer');
});

/** Of the rule for everybody; ended and finished again. */
async function withCanary(page: Page, demo: OwnDemo, percent: number, journey: () => Promise<void>) {
  await page.goto('/splits');
  const calls = splitCalls(page.context().request, cart, demo.url);
  const world = await calls.world();
  const points = (all: typeof world.points) => all.filter(({ conditional }) => !conditional);
  const planned = canaryOf(cart, world, { steps: [percent], points });
  const guard = { ...planned.guard, windowSeconds, minimumRequests: 30 };
  const intent = { ...planned, guard, mode: 'overlay' as const };
  const { reviewed, refusals } = await calls.plan(intent);
  expect(refusals).toEqual([]);
  const { outcome, release } = await calls.start(intent, reviewed);
  expect(outcome).toBe('done');
  try {
    await page.goto('/splits/shop/cart');
    await journey();
  } finally {
    await page.goto('about:blank');
    for (const kind of ['abort', 'finish']) await calls.act(release?.id ?? '', { kind });
  }
}

const verdict = (page: Page) => page.getByRole('region', { name: 'Verdict' });
/** Three windows must hold nothing else, and Prometheus hears of requests some seconds late. */
const patience = { timeout: (6 * windowSeconds + 40) * 1000 };

test('a subset is taken away: failing by what callers report, although its pods hear of nothing', async ({
  page,
  demo,
}) => {
  interface Subsets {
    spec: { subsets: { name: string }[] };
  }
  await withCanary(page, demo, 25, async () => {
    const { body: before } = await demo.kubernetes<Subsets>('admin', 'GET', rule);
    const put = async (subsets: Subsets['spec']['subsets']) => {
      const { body: now } = await demo.kubernetes<Subsets>('admin', 'GET', rule);
      const { status } = await demo.kubernetes('admin', 'PUT', rule, {
        ...now,
        spec: { ...now.spec, subsets },
      });
      expect(status).toBe(200);
    };
    await put(before.spec.subsets.filter(({ name }) => name !== 'v2'));
    try {
      await expect(verdict(page)).toContainText('Failing', patience);
      await expect(verdict(page)).toContainText('requests never reached v2: no ready pod, or no such subset');
      // Mended, the windows before still speak against it: said with their time, and how the latest is.
      await put(before.spec.subsets);
      await expect(verdict(page)).toContainText(
        /These numbers are of the window at \d+:\d+.*; the latest one by itself: Healthy\./,
        patience,
      );
    } finally {
      await put(before.spec.subsets);
    }
  });
});

test('a caller without a sidecar takes a third: the split is not obeyed, and it is told who goes past', async ({
  page,
  demo,
}) => {
  const labels = { app: 'frontend', version: 'v1' };
  const bare = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'frontend-bare', labels },
    spec: {
      replicas: 2,
      selector: { matchLabels: { ...labels, 'sidecar.istio.io/inject': 'false' } },
      template: {
        metadata: { labels: { ...labels, 'sidecar.istio.io/inject': 'false' } },
        spec: { containers: [{ name: 'app', image: 'registry.shop.example/frontend:4.11.0' }] },
      },
    },
  };
  const { status } = await demo.kubernetes('admin', 'POST', deployments, bare);
  expect(status).toBe(201);
  try {
    await withCanary(page, demo, 5, async () => {
      await expect(verdict(page)).toContainText('Split not obeyed', patience);
      await expect(verdict(page)).toContainText(/past the split: a caller whom nothing names/);
      const callers = page.getByRole('table', { name: /^Who calls cart/ });
      await expect(callers.getByRole('row', { name: /^Not known/ })).toContainText(
        'no sidecar, picks pods itself',
      );
    });
  } finally {
    await demo.kubernetes('admin', 'DELETE', `${deployments}/frontend-bare`);
  }
});
