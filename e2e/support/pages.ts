/** Every page and layer that there is, each brought to the state in which it is looked at. */
import { expect, type Page } from '@playwright/test';

export interface Place {
  name: string;
  /** Null: nobody is signed in. */
  persona: 'admin' | 'viewer' | null;
  path: string;
  /** Waits until it is drawn; words of the interface are not known here, since it is asked in every language. */
  settle(page: Page): Promise<void>;
}

const heading = (page: Page) => expect(page.getByRole('heading', { level: 1 })).toBeAttached();
const graphDrawn = (page: Page) =>
  expect(page.getByRole('application').getByRole('listitem').first()).toBeAttached();
const table = (page: Page) => expect(page.getByRole('main').getByRole('table').first()).toBeVisible();

const toolRows = (page: Page) =>
  expect(page.getByRole('main').getByRole('heading', { level: 2 }).nth(4)).toBeVisible();

const neighbourhood = async (page: Page) => {
  await table(page);
  await graphDrawn(page);
};

export const places: readonly Place[] = [
  { name: 'sign-in', persona: null, path: '/login?returnTo=%2Fgraph&ended=1', settle: heading },
  { name: 'overview', persona: 'admin', path: '/overview', settle: table },
  { name: 'graph', persona: 'admin', path: '/graph', settle: graphDrawn },
  { name: 'graph as a table', persona: 'admin', path: '/graph?view=table', settle: table },
  {
    name: 'panel of a node',
    persona: 'admin',
    path: '/graph?ns=shop&focus=version/Kubernetes/shop/recommendations/v2',
    settle: async (page) => {
      await graphDrawn(page);
      await expect(page.getByRole('complementary')).toBeVisible();
    },
  },
  {
    name: 'replay and comparison',
    persona: 'admin',
    path: '/graph?vs=40m',
    settle: async (page) => {
      await graphDrawn(page);
      await page.getByRole('slider').focus();
      await page.keyboard.press('PageDown');
      await expect(page).toHaveURL(/[?&]at=/);
      await graphDrawn(page);
    },
  },
  {
    name: 'history of an object',
    persona: 'admin',
    path: '/config/virtualservices.networking.istio.io/bookinfo/reviews/history',
    settle: async (page) => {
      await heading(page);
      await expect(page.getByRole('main').locator('[data-kind]').first()).toBeVisible();
    },
  },
  { name: 'changes', persona: 'admin', path: '/config/changes', settle: heading },
  { name: 'services', persona: 'admin', path: '/services', settle: table },
  { name: 'workloads', persona: 'admin', path: '/workloads', settle: table },
  {
    name: 'menu of a node',
    persona: 'admin',
    path: '/graph?ns=shop&around=version/Kubernetes/shop/recommendations/v2&overlays=badges,sidecar,locks,dots,idle-nodes',
    settle: async (page) => {
      await graphDrawn(page);
      await page.getByRole('application').getByRole('listitem').first().getByRole('button').first().focus();
      await page.keyboard.press('Shift+F10');
      await expect(page.getByRole('menu')).toBeVisible();
    },
  },
  {
    name: 'charts',
    persona: 'admin',
    path: '/services/shop/recommendations?tab=charts&by=version',
    settle: (page) => expect(page.getByRole('slider').first()).toBeVisible(),
  },
  { name: 'service', persona: 'admin', path: '/services/shop/recommendations', settle: neighbourhood },
  {
    name: 'configuration of a service',
    persona: 'admin',
    path: '/services/bookinfo/reviews?tab=configuration',
    settle: table,
  },
  { name: 'traffic of a service', persona: 'admin', path: '/services/shop/cart?tab=traffic', settle: table },
  { name: 'workload', persona: 'admin', path: '/workloads/bookinfo/reviews-v2', settle: neighbourhood },
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
  { name: 'links', persona: 'admin', path: '/links', settle: toolRows },
  {
    name: 'links, and what to ask for',
    persona: 'viewer',
    path: '/links',
    settle: async (page) => {
      await toolRows(page);
      await page.getByRole('main').locator('summary').first().click();
    },
  },
  {
    name: 'where to open a service',
    persona: 'admin',
    path: '/workloads/bookinfo/reviews-v2',
    settle: async (page) => {
      await neighbourhood(page);
      await page.getByRole('main').locator('header button[aria-haspopup="dialog"]').last().click();
      await expect(page.getByRole('dialog').getByRole('link').first()).toBeVisible();
    },
  },
  { name: 'mesh', persona: 'admin', path: '/mesh', settle: table },
  { name: 'mutual TLS of the mesh', persona: 'admin', path: '/mesh?tab=mtls', settle: table },
  { name: 'gateways of the mesh', persona: 'admin', path: '/mesh?tab=gateways', settle: table },
  { name: 'what is obsolete', persona: 'admin', path: '/mesh?tab=past', settle: table },
  {
    name: 'control plane, for who may not see it',
    persona: 'viewer',
    path: '/mesh?tab=plane',
    settle: (page) => expect(page.getByRole('tabpanel').getByRole('heading').first()).toBeVisible(),
  },
  {
    name: 'before the proxies of a namespace are switched',
    persona: 'admin',
    path: '/mesh?tab=namespaces',
    settle: async (page) => {
      await table(page);
      await page.getByRole('tabpanel').getByRole('button').first().click();
      await page.getByRole('dialog').getByRole('radio').first().check();
      await expect(page.getByRole('dialog').getByRole('button').last()).toBeEnabled();
    },
  },
  {
    name: 'traces',
    persona: 'admin',
    path: '/traces?service=shop/recommendations',
    settle: (page) => expect(page.getByRole('main').locator('figure, section h2').first()).toBeVisible(),
  },
  {
    name: 'traces that one may not read',
    persona: 'viewer',
    path: '/traces?service=bookinfo/reviews',
    settle: (page) => expect(page.getByRole('main').locator('section h2').first()).toBeVisible(),
  },
  {
    name: 'metrics explorer',
    persona: 'admin',
    path: '/metrics-explorer',
    settle: (page) => expect(page.locator('[data-ready="true"]')).toBeVisible(),
  },
  {
    name: 'answers of the metrics explorer',
    persona: 'viewer',
    path: '/metrics-explorer?q=sum(istio_requests_total)&q=up&v=chart&v=table',
    settle: async (page) => {
      await expect(page.getByRole('figure')).toBeVisible();
    },
  },
  { name: 'settings', persona: 'admin', path: '/settings', settle: table },
  {
    name: 'what one may do, and what to ask for',
    persona: 'viewer',
    path: '/access?namespace=payments',
    settle: async (page) => {
      await table(page);
      await expect(page.getByRole('main').locator('pre')).toBeVisible();
    },
  },
  { name: 'who may', persona: 'admin', path: '/access?tab=who&namespace=shop', settle: table },
  {
    name: 'before a persona is granted',
    persona: 'admin',
    path: '/access?tab=who&namespace=shop&what=editRouting',
    settle: async (page) => {
      await table(page);
      await page.getByRole('tabpanel').getByRole('button').first().click();
      await page.getByRole('dialog').getByRole('combobox').fill('release-crew');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').getByRole('button').last().click();
      await expect(page.getByRole('dialog').locator('pre')).toBeVisible();
      await expect(page.getByRole('dialog').getByRole('button').last()).toBeEnabled();
    },
  },
  {
    name: 'what a subject may',
    persona: 'admin',
    path: '/access?tab=subject&kind=Group&name=app-developers&namespace=shop',
    settle: table,
  },
  {
    name: 'who may, for who may not read it',
    persona: 'viewer',
    path: '/access?tab=who&namespace=shop',
    settle: (page) => expect(page.getByRole('main').locator('pre')).toBeVisible(),
  },
  { name: 'no such page', persona: 'admin', path: '/no-such-page', settle: heading },
  {
    name: 'palette',
    persona: 'admin',
    path: '/overview',
    settle: async (page) => {
      await table(page);
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').fill('re');
      await expect(page.getByRole('option', { name: /reviews/ }).first()).toBeVisible();
    },
  },
  {
    name: 'keyboard help',
    persona: 'admin',
    path: '/settings',
    settle: async (page) => {
      await table(page);
      // The table comes with the document; keys are heard from when the page has started.
      await expect(async () => {
        await page.keyboard.press('?');
        await expect(page.getByRole('dialog').getByRole('heading').first()).toBeVisible({ timeout: 2000 });
      }).toPass();
    },
  },
];
