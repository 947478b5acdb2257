/**
 * Every page and layer in both languages: nothing of the other language and no key of a message stands in it, axe finds nothing (in both
 * themes and widths in English), and on a telephone nothing sticks out or loses its room. Which pages there are: support/pages.ts, held to app/ by its test.
 */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { locales } from '#lib/i18n/locales.ts';
import { test } from './support/console-page.ts';
import { isRealCluster } from './support/demo.ts';
import { inOtherLanguage, keysLeft, speaksChinese } from './support/other-language.ts';
import { overhanging, squeezed } from './support/overhanging.ts';
import { placesHere } from './support/pages.ts';

// They only look: whoever is free takes the next.
test.describe.configure({ mode: 'parallel' });
// A list of two would be taken for a value and its options.
test.use({
  expectedErrors: [
    /\/no-such-page Failed to load resource.* 404|\/(?:access\/who|links\/open).* Failed to load resource.* 403|(?:no-such-service|name=nothing).* Failed to load resource.* 404/,
  ],
});

/** Contrast is the dearest rule, and the only one of a theme. */
type Rules = 'all' | 'contrast' | 'all but contrast';

async function findings(page: Page, rules: Rules): Promise<string[]> {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] });
  if (rules === 'contrast') axe.withRules(['color-contrast']);
  if (rules === 'all but contrast') axe.disableRules(['color-contrast']);
  const { violations } = await axe
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

/** On the real cluster other things are shown, in the same pages: each of them once there, the languages by turns, in one theme. */
const walks = locales.flatMap((locale, turn) =>
  placesHere
    .filter((_, index) => !isRealCluster || index % locales.length === turn)
    .map((place) => ({ ...place, locale })),
);

for (const { locale, name, persona, path, settle } of walks) {
  // Colours and layout have no language: what axe finds of them is looked for in one.
  const everyLook = locale === 'en' && !isRealCluster;
  test(`in ${locale}: ${name}`, async ({ page, signInAs, prefer }) => {
    if (persona !== null) await signInAs(persona);
    await prefer({ locale });
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
    await page.goto(path);
    await settle(page);
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    expect(await inOtherLanguage(page, locale)).toEqual([]);
    expect(await speaksChinese(page)).toBe(locale === 'zh-CN');
    expect(await keysLeft(page)).toEqual([]);
    // Without a choice of its own the console follows the system, also while it is open.
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: theme });
      await expect(page.locator('html')).toHaveCSS('color-scheme', theme);
      if (theme === 'light') expect(await findings(page, everyLook ? 'all' : 'all but contrast')).toEqual([]);
      else if (everyLook) expect(await findings(page, 'contrast'), theme).toEqual([]);
    }
    // The narrow layout of the same state; narrow.e2e.ts begins there.
    await page.setViewportSize({ width: 390, height: 844 });
    await expect.poll(() => overhanging(page)).toEqual([]);
    expect(await squeezed(page)).toEqual([]);
    if (everyLook) expect(await findings(page, 'all'), 'narrow').toEqual([]);
  });
}
