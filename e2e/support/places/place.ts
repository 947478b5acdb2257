/** A page or layer of the console, brought to the state in which it is looked at, and the signs by which one sees that it is drawn. */
import { expect, type Page } from '@playwright/test';
import type { PersonaName } from '../console-page.ts';

export interface Place {
  name: string;
  /** Null: nobody is signed in. */
  persona: PersonaName | null;
  path: string;
  /** Why it is not on the real cluster. */
  onlyOnTheDemo?: string;
  /** Waits until it is drawn; words of the interface are not known here, since it is asked in every language. */
  settle(page: Page): Promise<void>;
}

export const heading = (page: Page) => expect(page.getByRole('heading', { level: 1 })).toBeAttached();

/** What is asked for is there: nothing in the page waits. */
export const answered = async (page: Page) => {
  await heading(page);
  // The shape of a page that is still to come has its heading already.
  await expect(page.locator('main [aria-busy="true"], main [role="status"][aria-label]')).toHaveCount(0);
};

export const graphDrawn = (page: Page) =>
  expect(page.getByRole('application').getByRole('listitem').first()).toBeAttached();

export const table = (page: Page) => expect(page.getByRole('main').getByRole('table').first()).toBeVisible();

export const neighbourhood = async (page: Page) => {
  await table(page);
  await graphDrawn(page);
};

/** A layer over the page that a press opens; a page that was only just drawn does not hear yet. */
export async function opened(page: Page, role: 'dialog' | 'menu', open: () => Promise<void>): Promise<void> {
  await expect(async () => {
    if ((await page.getByRole(role).count()) === 0) await open();
    await expect(page.getByRole(role).first()).toBeVisible({ timeout: 2000 });
  }).toPass();
}
