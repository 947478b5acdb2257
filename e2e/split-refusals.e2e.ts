/**
 * What the wizard does not let happen, and what the guard does not do: a service of the ambient mesh, a rule that is never reached, copies
 * of somebody else, and a service that nobody calls. On services of their own.
 */
import { expect, type Page } from '@playwright/test';
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import { test } from './support/console-page.ts';
import {
  type OwnObject,
  type OwnService,
  type OwnServiceOptions,
  ownService,
} from './support/own-service.ts';
import { splitCalls } from './support/split-calls.ts';
import { liveOf, untilKnown, wizardOf } from './support/split-pages.ts';
import { httpRulesOf, weightsOf } from './support/written-routes.ts';

test.beforeEach(async ({ signInAs }) => {
  test.setTimeout(120_000);
  await signInAs('developer');
});

async function withService(
  page: Page,
  kind: string,
  options: Partial<OwnServiceOptions>,
  journey: (own: OwnService) => Promise<void>,
): Promise<void> {
  const own = await ownService(page, kind, { portName: 'http-web', ...options });
  try {
    await journey(own);
  } finally {
    await own.remove();
  }
}

const routes = (name: string, http: readonly object[]): [string, OwnObject] => [
  '/apis/networking.istio.io/v1/namespaces/shop/virtualservices',
  {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name },
    spec: { hosts: [name], http },
  },
];

const form = (page: Page) => page.getByRole('main');

test('pods of the ambient mesh: refused with the reason and the way out, and there is no next step', async ({
  page,
}) => {
  const podLabels = { 'istio.io/dataplane-mode': 'ambient' };
  await withService(page, 'ambient', { podLabels, proxy: false }, async (own) => {
    await untilKnown(page, own, { versions: 2 });
    await page.goto(wizardOf(own, ''));
    await expect(form(page)).toContainText(`${own.name} is in the ambient mesh`);
    await expect(form(page)).toContainText('Use an HTTPRoute with a waypoint.');
    await expect(page.getByRole('button', { name: 'Next: Versions' })).toBeDisabled();
  });
});

test('a rule behind one that takes everything: refused with the numbers of both', async ({ page }) => {
  const besides = (name: string) => [
    routes(name, [
      { name: 'all', route: [{ destination: { host: 'cart' } }] },
      { name: 'late', match: [{ uri: { prefix: '/late' } }], route: [{ destination: { host: name } }] },
    ]),
  ];
  await withService(page, 'late', { besides }, async (own) => {
    await untilKnown(page, own, { versions: 2, points: 1 });
    await page.goto(wizardOf(own, 'step=where'));
    await expect(form(page)).toContainText('Rule 2 is never reached: rule 1 before it takes everything.');
    await expect(form(page)).toContainText('Move the rule before rule 1, or give that one a match.');
    await expect(page.getByRole('button', { name: 'Next: Strategy' })).toBeDisabled();
  });
});

test('copies that somebody else sends to the candidate: refused, and they stay', async ({ page }) => {
  const besides = (name: string) => {
    const to = (subset: string) => ({ destination: { host: name, subset } });
    const rule: OwnObject = {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: { name },
      spec: { host: name, subsets: ['v1', 'v2'].map((version) => ({ name: version, labels: { version } })) },
    };
    const own: [string, OwnObject][] = [
      ['/apis/networking.istio.io/v1/namespaces/shop/destinationrules', rule],
      routes(name, [{ route: [to('v1')], mirrors: [{ ...to('v2'), percentage: { value: 20 } }] }]),
    ];
    return own;
  };
  await withService(page, 'copies', { besides }, async (own) => {
    await untilKnown(page, own, { versions: 2, points: 1 });
    await page.goto(wizardOf(own, 'step=review'));
    await expect(form(page)).toContainText('The rule already sends copies to');
    await expect(form(page)).toContainText('Take those copies off first.');
    await expect(page.getByRole('button', { name: 'Start the split' })).toBeDisabled();
    expect((await httpRulesOf(own))[0]).toHaveProperty('mirrors');
  });
});

test('a quiet service: the armed guard looks again and again, says that it waits for requests, and holds', async ({
  page,
}) => {
  await withService(page, 'quiet', {}, async (own) => {
    await page.goto('/splits');
    const calls = splitCalls(page.context().request, own);
    await calls.begin({ steps: [25, 50], guard: 'auto-abort' });
    await page.goto(liveOf(own));
    await expect(page.getByText('Insufficient data').first()).toBeVisible();
    await expect(page.getByText(/Guard: auto-abort.*waits for requests/)).toBeVisible();
    const renewed = async (): Promise<number> => ((await calls.live()) as SplitLive).guard.renewedAt ?? 0;
    await expect.poll(renewed, { timeout: 40_000 }).toBeGreaterThan(0);
    const first = await renewed();
    // It holds its Lease anew with each look.
    await expect.poll(renewed, { timeout: 60_000 }).toBeGreaterThan(first);
    const { release, timeline } = await calls.live();
    expect([release?.phase, timeline.map(({ kind }) => kind)]).toEqual(['Progressing', ['start']]);
    expect(weightsOf((await httpRulesOf(own))[0])).toEqual({ v1: 75, v2: 25 });
  });
});
