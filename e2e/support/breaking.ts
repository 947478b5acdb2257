/** For journeys that break a line: a console of its own whose lines are whole again after each, and its objects gone. */
import { expect, type Page } from '@playwright/test';
import type { ClusterFault } from './cluster-proxy.ts';
import { test as base } from './console-page.ts';
import {
  draftTimeout,
  type Made,
  makeObject as makeOwnObject,
  passed,
  removeObject,
  review,
} from './edited-object.ts';
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

export const slow = { timeout: 40_000 };

/** What an API server says whose webhook does not answer. */
export const webhookAway: ClusterFault = {
  code: 500,
  reason: 'InternalError',
  message:
    'Internal error occurred: failed calling webhook "rev.validation.istio.io": failed to call webhook: Post "https://istiod.istio-system.svc:443/validate?timeout=10s": dial tcp 10.96.0.12:443: connect: connection refused',
};

/** Names of the objects of the journey that runs. */
const made = new Set<string>();

export async function makeObject(name: string, differs?: Made): Promise<void> {
  made.add(name);
  await makeOwnObject(name, differs);
}

/** Objects of these names, a draft of each, and their one review, tried. */
export async function reviewed(page: Page, ...names: string[]): Promise<void> {
  for (const name of names) await makeObject(name);
  for (const name of names) await draftTimeout(page, name);
  await review(page);
  if (names.length > 1) await page.getByRole('button', { name: 'Review them together' }).click();
  await expect(passed(page)).toBeVisible();
}

export const outcomes = (page: Page) => page.getByRole('main').getByRole('listitem');
