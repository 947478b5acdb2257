/** What changes the traffic: objects, their history, drafts, splits and recipes. */
import { expect, type Page } from '@playwright/test';
import { answered, heading, type Place, table } from './place.ts';

const reviews = { kind: 'virtualservices.networking.istio.io', namespace: 'bookinfo', name: 'reviews' };

/** A draft as the editor keeps it (lib/client/drafts/drafts.ts), and the address at which it is reviewed. */
async function withDraft(page: Page, change: (text: string) => string): Promise<string> {
  const read = async (path: string) => (await page.request.get(path)).json();
  const { cluster, user } = await read('/api/v1/whoami');
  const { text, resourceVersion } = await read(`/api/v1/config/object?${new URLSearchParams(reviews)}`);
  const id = `live/${reviews.kind}/${reviews.namespace}/${reviews.name}`;
  const draft = {
    ...reviews,
    op: 'update',
    base: text,
    resourceVersion: resourceVersion ?? null,
    text: change(text),
    companions: [],
    changedAtMs: Date.now(),
  };
  await page.evaluate(([key = '', value = '']) => window.localStorage.setItem(key, value), [
    `sluice-draft-1 ${JSON.stringify([cluster.name, user.name])} ${id}`,
    JSON.stringify(draft),
  ] as const);
  return `/config/review?drafts=${encodeURIComponent(id)}`;
}

function wizardPlaces(): Place[] {
  const steps: readonly [kind: string, ...steps: string[]][] = [
    ['canary', 'service', 'versions', 'where', 'strategy', 'guard', 'review'],
    ['blue-green', 'strategy'],
    ['ab', 'strategy'],
    ['mirror', 'strategy'],
    ['timeout-retries', 'settings', 'review'],
    ['circuit-breaker', 'settings'],
    ['fault', 'settings'],
    ['mirror-test', 'settings'],
  ];
  return steps.flatMap(([kind, ...names]) =>
    names.map((step) => ({
      name: `wizard, ${kind}: ${step}`,
      persona: 'developer' as const,
      path: `/splits/new?service=bookinfo/reviews&candidate=v3&strategy=${kind}&step=${step}`,
      settle: answered,
    })),
  );
}

export const changedPlaces: readonly Place[] = [
  {
    name: 'history of an object',
    persona: 'admin',
    path: '/config/virtualservices.networking.istio.io/bookinfo/reviews/history',
    settle: async (page) => {
      await heading(page);
      // What was first seen is a text, what came later lines that differ.
      await expect(page.getByRole('main').locator('section[tabindex="0"]')).toContainText(/\S/);
    },
  },
  { name: 'changes', persona: 'admin', path: '/config/changes', settle: heading },
  { name: 'configuration', persona: 'admin', path: '/config', settle: table },
  {
    name: 'before objects are deleted',
    persona: 'admin',
    path: '/config?q=reviews',
    settle: async (page) => {
      await table(page);
      const boxes = page.getByRole('main').getByRole('checkbox');
      await boxes.first().check();
      await page.getByRole('main').getByRole('region').last().getByRole('button').nth(1).click();
      await expect(page.getByRole('dialog').getByRole('button').last()).toBeEnabled();
    },
  },
  {
    name: 'object',
    persona: 'admin',
    path: '/config/virtualservices.networking.istio.io/bookinfo/reviews',
    settle: table,
  },
  {
    name: 'text of an object',
    persona: 'admin',
    path: '/config/virtualservices.networking.istio.io/bookinfo/reviews?tab=yaml',
    settle: (page) => expect(page.locator('[data-ready="true"]')).toBeVisible(),
  },
  {
    name: 'editor',
    persona: 'admin',
    path: '/config/virtualservices.networking.istio.io/bookinfo/reviews/edit',
    settle: (page) => expect(page.locator('.cm-content')).toBeVisible(),
  },
  {
    name: 'new object',
    persona: 'admin',
    path: '/config/new?kind=virtualservices.networking.istio.io&namespace=bookinfo',
    settle: (page) => expect(page.getByRole('radio').first()).toBeVisible(),
  },
  {
    name: 'route tester, and what would be saved',
    persona: 'admin',
    path: '/config/test?from=bookinfo/productpage-v1&host=reviews&port=9080',
    settle: async (page) => {
      const answer = page.getByRole('main').getByRole('region').first();
      await expect(answer.getByRole('table')).toBeVisible();
      await answer.getByRole('button').first().click();
      await expect(page.getByRole('dialog').getByRole('button').last()).toBeEnabled();
    },
  },
  { name: 'review of nothing', persona: 'admin', path: '/config/review', settle: heading },
  { name: 'splits', persona: 'admin', path: '/splits', settle: table },
  { name: 'split', persona: 'admin', path: '/splits/shop/recommendations', settle: table },
  {
    name: 'split without a record',
    persona: 'admin',
    path: '/splits/shop/cart',
    settle: (page) => expect(page.getByRole('main').getByRole('combobox').first()).toBeVisible(),
  },
  {
    name: 'history of an object beside it',
    persona: 'admin',
    path: '/config/virtualservices.networking.istio.io/bookinfo/reviews?tab=history',
    settle: answered,
  },
  {
    name: 'object of which nothing may be changed',
    persona: 'viewer',
    path: '/config/virtualservices.networking.istio.io/bookinfo/reviews',
    settle: table,
  },
  {
    name: 'editor for who may not write',
    persona: 'viewer',
    path: '/config/virtualservices.networking.istio.io/bookinfo/reviews/edit',
    settle: (page) => expect(page.locator('.cm-content')).toBeVisible(),
  },
  {
    name: 'no such object',
    persona: 'admin',
    path: '/config/virtualservices.networking.istio.io/bookinfo/nothing',
    settle: answered,
  },
  {
    name: 'kinds to begin with',
    persona: 'admin',
    path: '/config/new',
    settle: (page) => expect(page.getByRole('main').getByRole('combobox').first()).toBeVisible(),
  },
  {
    name: 'new object from an example',
    persona: 'admin',
    path: '/config/new?kind=destinationrules.networking.istio.io&namespace=bookinfo',
    settle: async (page) => {
      await page.getByRole('radio').first().check();
      await page.getByRole('main').getByRole('button').last().click();
      await expect(page.locator('.cm-content')).toBeVisible();
    },
  },
  {
    name: 'route tester before it is asked',
    persona: 'developer',
    path: '/config/test',
    settle: (page) => expect(page.getByRole('main').getByRole('combobox').first()).toBeVisible(),
  },
  {
    name: 'review',
    persona: 'admin',
    path: '/config',
    settle: async (page) => {
      await page.goto(await withDraft(page, (text) => text.replace(/weight: \d+/, 'weight: 35')));
      await expect(page.getByRole('main').locator('q, del, ins, svg').first()).toBeVisible();
      await expect(page.getByRole('main').getByRole('textbox').first()).toBeVisible();
    },
  },
  { name: 'splits of a viewer', persona: 'viewer', path: '/splits', settle: table },
  ...(['live', 'history', 'objects', 'notes'] as const).map((tab) => ({
    name: `split, ${tab}`,
    persona: 'developer' as const,
    path: `/splits/shop/recommendations?tab=${tab}`,
    settle: answered,
  })),
  ...wizardPlaces(),
];
