/** What is round it: sign-in, rights, mesh, links, settings, and the layers over every page. */
import { expect, type Page } from '@playwright/test';
import { answered, heading, opened, type Place, table } from './place.ts';

const toolRows = (page: Page) =>
  expect(page.getByRole('main').getByRole('heading', { level: 2 }).nth(4)).toBeVisible();

export const platformPlaces: readonly Place[] = [
  { name: 'sign-in', persona: null, path: '/login?returnTo=%2Fgraph&ended=1', settle: heading },
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
  {
    name: 'a tool that one may not open',
    persona: 'viewer',
    path: '/links/open?service=istio-system/grafana:3000&path=/',
    settle: (page) => expect(page.getByRole('main').locator('pre')).toBeVisible(),
  },
  { name: 'a link that leads nowhere', persona: 'admin', path: '/links/open?service=what', settle: heading },
  { name: 'control plane', persona: 'admin', path: '/mesh?tab=plane', settle: answered },
  { name: 'namespaces of the mesh', persona: 'developer', path: '/mesh?tab=namespaces', settle: table },
  { name: 'settings of a developer', persona: 'developer', path: '/settings', settle: table },
  { name: 'what one may do', persona: 'developer', path: '/access', settle: table },
  {
    name: 'account',
    persona: 'developer',
    path: '/overview',
    settle: async (page) => {
      await table(page);
      await opened(page, 'dialog', () =>
        page.getByRole('banner').locator('button[aria-haspopup="dialog"]').last().click(),
      );
    },
  },
  {
    name: 'sign-in with a token',
    persona: null,
    path: '/login',
    settle: heading,
  },
];
