/** For journeys that break a line: a console of its own whose lines are whole again after each, and the change of one timeout as they all make it. */
import { expect, type Page } from '@playwright/test';
import type { ClusterFault } from './cluster-proxy.ts';
import { test as base } from './console-page.ts';
import { kubernetes } from './demo.ts';
import { type OwnConsole, startOwnConsole } from './own-console.ts';

export const test = base.extend<{ calm: undefined }, { own: OwnConsole }>({
  own: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from the first parameter
    async ({}, use) => {
      const own = await startOwnConsole();
      await use(own);
      await own.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: ({ own }, use) => use(own.url),

  /** Every journey begins and ends with whole lines, and without the objects that it made. */
  calm: [
    async ({ own }, use) => {
      await use(undefined);
      own.cluster.misbehave(null);
      own.line.cutAnswers(null);
      await own.cluster.setUp(true);
      await own.prometheus.set('none');
      for (const name of made) await removeObject(name);
      made.clear();
    },
    { auto: true },
  ],
});

export const kind = 'virtualservices.networking.istio.io';
export const collection = '/apis/networking.istio.io/v1/namespaces/bookinfo/virtualservices';
export const slow = { timeout: 40_000 };

/** What an API server says whose webhook does not answer. */
export const webhookAway: ClusterFault = {
  code: 500,
  reason: 'InternalError',
  message:
    'Internal error occurred: failed calling webhook "rev.validation.istio.io": failed to call webhook: Post "https://istiod.istio-system.svc:443/validate?timeout=10s": dial tcp 10.96.0.12:443: connect: connection refused',
};

interface Route {
  name: string;
  timeout?: string;
  route: { destination: { host: string; subset?: string }; weight?: number }[];
}

interface Routes {
  spec: { http: Route[] };
}

const routes = (): Route[] => [
  {
    name: 'beta',
    timeout: '3s',
    route: [
      { destination: { host: 'reviews', subset: 'v1' }, weight: 60 },
      { destination: { host: 'reviews', subset: 'v2' }, weight: 40 },
    ],
  },
];

/** Names of the objects of the journey that runs. */
const made = new Set<string>();

export async function makeObject(name: string, metadata: object = {}): Promise<void> {
  await removeObject(name);
  made.add(name);
  const answer = await kubernetes('developer', 'POST', collection, {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace: 'bookinfo', ...metadata },
    spec: { hosts: [`${name}.example.com`], http: routes() },
  });
  expect(answer.status).toBe(201);
}

async function removeObject(name: string): Promise<void> {
  await kubernetes('developer', 'DELETE', `${collection}/${name}`);
}

/** As somebody else does it with kubectl: read, changed, put back. */
export async function changeElsewhere(name: string, change: (first: Route) => void): Promise<void> {
  const { body } = await kubernetes<Routes>('developer', 'GET', `${collection}/${name}`);
  for (const first of body.spec.http.slice(0, 1)) change(first);
  expect((await kubernetes('developer', 'PUT', `${collection}/${name}`, body)).status).toBe(200);
}

export async function live(name: string): Promise<{ timeout: string | undefined; weights: unknown }> {
  const { body } = await kubernetes<Partial<Routes>>('developer', 'GET', `${collection}/${name}`);
  const [first] = body.spec?.http ?? [];
  return { timeout: first?.timeout, weights: first?.route.map(({ weight }) => weight) };
}

export const code = (page: Page) => page.getByRole('textbox', { name: /^YAML of/ });

export async function rewrite(page: Page, line: string, letters: number, value: string): Promise<void> {
  await code(page).locator('.cm-line', { hasText: line }).first().click();
  await page.keyboard.press('End');
  for (let count = 0; count < letters; count += 1) await page.keyboard.press('Backspace');
  await page.keyboard.insertText(value);
}

/** The draft of another timeout, and its review. */
export async function draftTimeout(page: Page, name: string, timeout = '7s'): Promise<void> {
  await page.goto(`/config/${kind}/bookinfo/${name}/edit`);
  await rewrite(page, 'timeout: 3s', 2, timeout);
  await expect(page.getByText('1 line changed')).toBeVisible();
}

export async function review(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Review \d/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Review/ })).toBeVisible();
}

/** Objects of these names, a draft of each, and their one review, tried. */
export async function reviewed(page: Page, ...names: string[]): Promise<void> {
  for (const name of names) await makeObject(name);
  for (const name of names) await draftTimeout(page, name);
  await review(page);
  if (names.length > 1) await page.getByRole('button', { name: 'Review them together' }).click();
  await expect(passed(page)).toBeVisible();
}

export const passed = (page: Page) => page.getByText('Dry run passed.');
export const applyButton = (page: Page) => page.getByRole('button', { name: /^Apply/ });
export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });
export const outcomes = (page: Page) => page.getByRole('main').getByRole('listitem');
