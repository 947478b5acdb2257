/** On a telephone: the navigation is one touch away, what is wrong can be followed. That every page fits: every-page.e2e.ts. */
import { expect, type Page } from '@playwright/test';
import { test } from './support/console-page.ts';

test.use({
  viewport: { width: 390, height: 844 },
  hasTouch: true,
});

test('the navigation opens, leads on and closes', async ({ page, signInAs }) => {
  await signInAs('developer');
  await page.goto('/overview');
  await page.getByRole('button', { name: 'Open navigation' }).tap();
  const drawer = page.getByRole('dialog', { name: 'Main navigation' });
  await drawer.getByRole('link', { name: 'Graph' }).tap();
  await expect(page).toHaveURL('/graph');
  await expect(drawer).toHaveCount(0);
  await expect(page.getByRole('application')).toBeVisible();
});

test('what is wrong can be read and followed', async ({ page, signInAs }) => {
  await signInAs('developer');
  await page.goto('/overview');
  await page.getByRole('link', { name: /recommendations v2 fails/ }).tap();
  const panel = page.getByRole('complementary', { name: 'Details of recommendations' });
  await expect(panel).toBeInViewport({ ratio: 0.3 });
  await panel.getByRole('button', { name: 'Close details' }).tap();
  await expect(panel).toHaveCount(0);
});

/** In the page: what the last drawing wrote onto canvases as wide as the screen, and where. */
function recordTexts(): void {
  const notes = globalThis as typeof globalThis & {
    drawnTexts?: { text: string; left: number; right: number }[];
  };
  notes.drawnTexts = [];
  const { clearRect, fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (x, y, width, height) {
    if (width >= 300) notes.drawnTexts = [];
    clearRect.call(this, x, y, width, height);
  };
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
    const { width } = this.measureText(text);
    const left = this.textAlign === 'center' ? x - width / 2 : this.textAlign === 'right' ? x - width : x;
    notes.drawnTexts?.push({ text, left, right: left + width });
    fillText.call(this, text, x, y);
  };
}

const drawnTexts = (page: Page) =>
  page.evaluate('globalThis.drawnTexts') as Promise<{ text: string; left: number; right: number }[]>;

for (const locale of ['en', 'zh-CN'] as const)
  test(`every card of the graph has its whole name on the screen (${locale})`, async ({
    page,
    signInAs,
    prefer,
  }) => {
    await signInAs('admin');
    await prefer({ locale });
    await page.addInitScript(recordTexts);
    await page.goto('/graph');
    const answer = await page.request.get('/api/v1/graph');
    const { nodes } = (await answer.json()) as { nodes: { kind: string; name: string }[] };
    // Versions of an app share a card; what is unknown has a name in the reader's language.
    const named = new Set(nodes.flatMap(({ kind, name }) => (kind === 'unknown' ? [] : name)));
    expect(named.size).toBeGreaterThan(15);
    await expect(async () => {
      const texts = await drawnTexts(page);
      expect([...named].filter((name) => !texts.some(({ text }) => text === name))).toEqual([]);
      expect(texts.filter(({ left, right }) => left < 0 || right > 390)).toEqual([]);
    }).toPass();
  });

test('the legend fits the screen', async ({ page, signInAs }) => {
  await signInAs('admin');
  await page.goto('/graph');
  await page.getByRole('button', { name: 'Map and legend' }).tap();
  const legend = page.getByRole('region', { name: 'Legend' });
  for (const all of [false, true]) {
    if (all) await legend.getByRole('button', { name: /all/i }).tap();
    const box = await legend.boundingBox();
    expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 999) <= 390).toBe(true);
    expect(await legend.evaluate((one) => one.scrollWidth - one.clientWidth)).toBeLessThanOrEqual(0);
  }
});

test('sign-in works with the thumb', async ({ page }) => {
  await page.goto('/login');
  await page.getByRole('button', { name: /^Viewer/ }).tap();
  await expect(page).toHaveURL('/overview');
});

test('a link to something chosen is arranged as the graph by itself: its panel takes no room that is not there', async ({
  page,
  signInAs,
}) => {
  await signInAs('developer');
  // One moment and a namespace in which no other journey makes things, so that both have the same calls.
  const at = Math.floor(Date.now() / 1000) - 120;
  const places = async (address: string) => {
    await page.goto(address);
    const cards = page.locator('ul[aria-label="Nodes"] > li > button[data-id]:not([data-place])');
    await expect(cards.first()).toBeAttached();
    const found = await cards.evaluateAll((buttons) =>
      buttons.map((button) => `${button.getAttribute('data-id')} ${button.getAttribute('style')}`),
    );
    await page.evaluate('localStorage.clear()');
    return found;
  };
  const alone = await places(`/graph?ns=bookinfo&at=${at}`);
  const chosen = encodeURIComponent('card:app/Kubernetes/bookinfo/reviews');
  expect(await places(`/graph?ns=bookinfo&at=${at}&focus=${chosen}`)).toEqual(alone);
});
