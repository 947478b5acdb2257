/** axe finds nothing: on every page and layer, in both themes and both languages. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { locales } from '#lib/i18n/locales.ts';
import { test } from './support/console-page.ts';
import { places } from './support/pages.ts';

test.use({ expectedErrors: [/\/no-such-page Failed to load resource.* 404/] });

for (const locale of locales) {
  for (const theme of ['light', 'dark'] as const) {
    test(`axe: ${theme}, ${locale}`, async ({ page, context, signInAs, prefer }) => {
      test.setTimeout(120_000);
      await page.emulateMedia({ reducedMotion: 'reduce' });
      const found: string[] = [];
      for (const { name, persona, path, settle } of places) {
        if (persona === null) await context.clearCookies();
        else await signInAs(persona);
        await prefer({ locale, theme });
        await page.goto(path);
        await settle(page);
        await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
        const { violations } = await new AxeBuilder({ page }).analyze();
        for (const { id, nodes } of violations)
          for (const { target, failureSummary } of nodes.slice(0, 5))
            found.push(`${name}: ${id} at ${target.join(' ')}: ${failureSummary?.split('\n')[1]?.trim()}`);
      }
      expect(found).toEqual([]);
    });
  }
}
