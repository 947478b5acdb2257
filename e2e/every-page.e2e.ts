/**
 * Every page and layer in both languages: nothing of the other language and no key of a message stands in it, axe finds nothing, and on a
 * telephone nothing sticks out or loses its room, whether the page was opened there or has become narrow. Colours, layout and what has a
 * name have no language: they are looked at in English (lib/i18n/messages.test.ts: every name has its words in each). Which pages there
 * are: support/pages.ts, held to app/ by its test.
 */
import { expect, type Page } from '@playwright/test';
import type { Locale } from '#lib/i18n/locales.ts';
import { type Rules, violations } from './support/accessibility.ts';
import { test } from './support/console-page.ts';
import { isRealCluster } from './support/demo.ts';
import { inOtherLanguage, keysLeft, speaksChinese } from './support/other-language.ts';
import { overhanging, silentlyWide, squeezed } from './support/overhanging.ts';
import { placesHere } from './support/pages.ts';
import type { Place } from './support/places/place.ts';

// They only look: whoever is free takes the next.
test.describe.configure({ mode: 'parallel' });
// A list of two would be taken for a value and its options.
test.use({
  expectedErrors: [
    /\/no-such-page Failed to load resource.* 404|\/(?:access\/who|links\/open).* Failed to load resource.* 403|(?:no-such-service|name=nothing).* Failed to load resource.* 404/,
  ],
});

/** On the real cluster other things are shown in the same elements. */
const findings = async (page: Page, rules: Rules): Promise<string[]> =>
  isRealCluster ? [] : violations(page, rules);

async function speaks(page: Page, locale: Locale): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', locale);
  expect(await inOtherLanguage(page, locale)).toEqual([]);
  expect(await speaksChinese(page)).toBe(locale === 'zh-CN');
  expect(await keysLeft(page)).toEqual([]);
}

async function fitsTelephone(page: Page): Promise<void> {
  await expect.poll(() => overhanging(page)).toEqual([]);
  expect(await squeezed(page)).toEqual([]);
  await expect.poll(() => silentlyWide(page)).toEqual([]);
}

const telephone = { width: 390, height: 844 };

async function inEnglishOnADesk({ path, settle }: Place, page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
  await page.goto(path);
  await settle(page);
  await speaks(page, 'en');
  expect(await findings(page, 'all')).toEqual([]);
  // Without a choice of its own the console follows the system, also while it is open.
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'dark' });
  await expect(page.locator('html')).toHaveCSS('color-scheme', 'dark');
  expect(await findings(page, 'contrast'), 'dark').toEqual([]);
  // The narrow layout of the same state.
  await page.setViewportSize(telephone);
  await fitsTelephone(page);
  expect(await findings(page, 'all but contrast'), 'narrow').toEqual([]);
}

async function inChineseOnATelephone({ path, settle }: Place, page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.setViewportSize(telephone);
  await page.goto(path);
  await settle(page);
  await fitsTelephone(page);
  // With the desk's parts beside it.
  await page.setViewportSize({ width: 1440, height: 900 });
  await speaks(page, 'zh-CN');
}

for (const [index, place] of placesHere.entries()) {
  test(place.name, async ({ page, signInAs, prefer }) => {
    if (place.persona !== null) await signInAs(place.persona);
    // On the real cluster each of them once, the languages by turns.
    if (!isRealCluster || index % 2 === 0) {
      await prefer({ locale: 'en' });
      await test.step('in English, on a desk', () => inEnglishOnADesk(place, page));
    }
    if (!isRealCluster || index % 2 === 1) {
      await prefer({ locale: 'zh-CN' });
      await test.step('in Chinese, on a telephone', () => inChineseOnATelephone(place, page));
    }
  });
}
