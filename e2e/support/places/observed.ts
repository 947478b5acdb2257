/** What is seen of the traffic: overview, graph, services, workloads, traces, questions in PromQL. */
import { expect } from '@playwright/test';
import { answered, graphDrawn, heading, neighbourhood, opened, type Place, table } from './place.ts';

export const observedPlaces: readonly Place[] = [
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
  { name: 'overview of a viewer', persona: 'viewer', path: '/overview', settle: table },
  { name: 'graph of a viewer', persona: 'viewer', path: '/graph', settle: graphDrawn },
  {
    name: 'panel of a connection',
    persona: 'developer',
    path: '/graph?ns=shop',
    settle: async (page) => {
      await graphDrawn(page);
      const connections = page.getByRole('application').getByRole('listitem').getByRole('listitem');
      await connections.first().getByRole('button').first().press('Enter');
      await expect(page.getByRole('complementary')).toBeVisible();
    },
  },
  { name: 'services of a developer', persona: 'developer', path: '/services', settle: table },
  {
    name: 'no service found',
    persona: 'developer',
    path: '/services?q=no-such-service',
    settle: (page) => expect(page.getByRole('main').locator('input').first()).toBeVisible(),
  },
  {
    name: 'endpoints of a service',
    persona: 'admin',
    path: '/services/shop/cart?tab=endpoints',
    settle: table,
  },
  { name: 'pods of a service', persona: 'admin', path: '/services/shop/cart?tab=pods', settle: table },
  {
    name: 'no such service',
    persona: 'admin',
    path: '/services/shop/no-such-service',
    settle: answered,
  },
  {
    name: 'traffic of a workload',
    persona: 'admin',
    path: '/workloads/shop/checkout-v1?tab=traffic',
    settle: table,
  },
  {
    name: 'charts of a workload',
    persona: 'admin',
    path: '/workloads/shop/checkout-v1?tab=charts&dir=outbound&by=peer',
    settle: (page) => expect(page.getByRole('slider').first()).toBeVisible(),
  },
  {
    name: 'pods of a workload',
    persona: 'admin',
    path: '/workloads/shop/checkout-v1?tab=pods',
    settle: table,
  },
  {
    name: 'logs of a workload',
    persona: 'admin',
    path: '/workloads/shop/recommendations-v2?tab=logs&container=istio-proxy',
    settle: (page) =>
      expect(page.getByRole('tabpanel').getByRole('region').getByRole('button').first()).toBeVisible(),
  },
  {
    name: 'configuration of a workload',
    persona: 'admin',
    path: '/workloads/bookinfo/reviews-v2?tab=configuration',
    settle: table,
  },
  {
    name: 'traces of nothing yet',
    persona: 'admin',
    path: '/traces',
    settle: heading,
  },
  {
    name: 'one trace',
    persona: 'admin',
    onlyOnTheDemo: 'no traces come from proxyless gRPC',
    path: '/traces?service=shop/recommendations',
    settle: async (page) => {
      await table(page);
      await page.getByRole('main').getByRole('table').getByRole('button').first().click();
      await expect(page).toHaveURL(/[?&]trace=/);
      await expect(
        page.getByRole('main').getByRole('table').or(page.getByRole('main').getByRole('tree')).first(),
      ).toBeVisible();
    },
  },
  {
    name: 'namespaces to choose',
    persona: 'admin',
    path: '/overview',
    settle: async (page) => {
      await table(page);
      await opened(page, 'dialog', () =>
        page.getByRole('banner').locator('button[aria-haspopup="dialog"]').nth(1).click(),
      );
    },
  },
  {
    name: 'ranges to choose',
    persona: 'admin',
    path: '/overview',
    settle: async (page) => {
      await table(page);
      await opened(page, 'dialog', () =>
        page.getByRole('banner').locator('button[aria-haspopup="dialog"]').nth(2).click(),
      );
    },
  },
];
