/** Every page and layer in both languages: nothing of the other language stands in it, and axe finds nothing, in both themes. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { locales } from '#lib/i18n/locales.ts';
import { test } from './support/console-page.ts';
import { inOtherLanguage, speaksChinese } from './support/other-language.ts';
import { places } from './support/pages.ts';

// They only look: whoever is free takes the next.
test.describe.configure({ mode: 'parallel' });
test.use({
  expectedErrors: [
    /\/no-such-page Failed to load resource.* 404/,
    /\/api\/v1\/access\/who.* Failed to load resource.* 403/,
  ],
});

async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    // No frames here: the other mode opens a blank page for each analysis.
    .setLegacyMode()
    .analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes
      .slice(0, 5)
      .map(
        ({ target, failureSummary }) =>
          `${id} at ${target.join(' ')}: ${failureSummary?.split('\n')[1]?.trim()}`,
      ),
  );
}

for (const locale of locales) {
  for (const { name, persona, path, settle } of places) {
    test(`in ${locale}: ${name}`, async ({ page, signInAs, prefer }) => {
      if (persona !== null) await signInAs(persona);
      await prefer({ locale });
      await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
      await page.goto(path);
      await settle(page);
      await expect(page.locator('html')).toHaveAttribute('lang', locale);
      expect(await inOtherLanguage(page, locale)).toEqual([]);
      expect(await speaksChinese(page)).toBe(locale === 'zh-CN');
      // Without a choice of its own the console follows the system, also while it is open.
      for (const theme of ['light', 'dark'] as const) {
        await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: theme });
        await expect(page.locator('html')).toHaveCSS('color-scheme', theme);
        expect(await findings(page), theme).toEqual([]);
      }
    });
  }
}
