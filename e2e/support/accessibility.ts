/**
 * What axe finds on a page. Its source is half a megabyte that takes a browser half a second: a page gets it once, however often it is
 * looked at.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type Axe from 'axe-core';

declare global {
  interface Window {
    /** Once a page has been given its source. */
    axe: typeof Axe;
  }
}

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Contrast is the dearest rule, and the only one of a theme. */
const rulesOf = {
  all: {},
  contrast: { runOnly: ['color-contrast'] },
  'all but contrast': { rules: { 'color-contrast': { enabled: false } } },
} as const satisfies Record<string, Axe.RunOptions>;

export type Rules = keyof typeof rulesOf;

/** One line for each place: the rule, the element, and what would have to be. */
export async function violations(page: Page, rules: Rules = 'all'): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  const found = await page.evaluate((options) => window.axe.run(document, options), {
    resultTypes: ['violations'],
    ...rulesOf[rules],
  } as Axe.RunOptions);
  return found.violations.flatMap(({ id, nodes }) =>
    nodes
      .slice(0, 5)
      .map(
        ({ target, failureSummary }) =>
          `${id} at ${target.join(' ')}: ${failureSummary?.split('\n')[1]?.trim()}`,
      ),
  );
}
