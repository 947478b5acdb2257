/**
 * The live view pressed through: every button, what others do meanwhile, what goes away while it is watched, and a stream that is cut.
 * On services of their own.
 */
import { expect, type Page } from '@playwright/test';
import { test } from './support/console-page.ts';
import { kubernetes } from './support/demo.ts';
import { test as onLine } from './support/on-line.ts';
import { type OwnService, ownService } from './support/own-service.ts';
import { splitCalls } from './support/split-calls.ts';
import { action, liveOf } from './support/split-pages.ts';
import { pathOf, routesOf } from './support/written-routes.ts';

/** Of the first rule, in its order. */
async function weightsOf(own: OwnService): Promise<(number | undefined)[]> {
  return (await routesOf(own)).spec.http?.[0]?.route?.map(({ weight }) => weight) ?? [];
}

/** Somebody past the console. */
async function writeWeights(own: OwnService, weights: readonly number[]): Promise<void> {
  const now = await routesOf(own);
  const [rule] = now.spec.http ?? [];
  const route = rule?.route?.map((entry, index) => ({ ...entry, weight: weights[index] }));
  const { status } = await kubernetes('admin', 'PUT', pathOf(own.namespace, own.name), {
    ...now,
    spec: { ...now.spec, http: [{ ...rule, route }] },
  });
  expect(status).toBe(200);
}

/** As a hand does that does not know it; null takes it off. */
async function writeRecord(own: OwnService, text: string | null): Promise<void> {
  const now = await routesOf(own);
  const { annotations: _, ...metadata } = now.metadata;
  const annotations = text === null ? {} : { annotations: { 'sluice.dev/release': text } };
  const object = { ...now, metadata: { ...metadata, ...annotations } };
  expect((await kubernetes('admin', 'PUT', pathOf(own.namespace, own.name), object)).status).toBe(200);
}

async function withCanary(
  page: Page,
  kind: string,
  steps: readonly number[],
  journey: (own: OwnService) => Promise<void>,
): Promise<void> {
  const own = await ownService(page, kind, { portName: 'http-web' });
  try {
    await page.goto('/splits');
    // Through the line of who watches, where it is not the console's own.
    await splitCalls(page.context().request, own, new URL(page.url()).origin).begin({
      steps,
      guard: 'advise',
    });
    await page.goto(liveOf(own));
    await expect(shares(page)).toContainText(`${steps[0]}.0 %`);
    await journey(own);
  } finally {
    await own.remove();
  }
}

const shares = (page: Page) => page.getByRole('region', { name: 'Shares of the versions' });
const isLive = (page: Page) => expect(page.getByRole('banner')).toContainText(/Live/);

test.beforeEach(async ({ signInAs }) => {
  test.setTimeout(120_000);
  await signInAs('developer');
});

test('every button, from the first step to the last subset', async ({ page }) => {
  await withCanary(page, 'buttons', [5, 25, 50], async (own) => {
    // Nobody calls it.
    await expect(page.getByText('Insufficient data').first()).toBeVisible();
    await action(page, 'Pause').click();
    await expect(page.getByText('Paused, step 1 of 3')).toBeVisible();
    expect(await weightsOf(own)).toEqual([95, 5]);
    await action(page, 'Resume').click();
    await expect(page.getByText('Progressing, step 1 of 3')).toBeVisible();
    await action(page, 'Advance to 25 %').click();
    await expect(shares(page)).toContainText('25.0 %');
    await action(page, 'Set…').click();
    await page.getByRole('textbox', { name: 'Percent of requests' }).fill('140');
    await expect(page.getByText('A number from 0 to 100')).toBeVisible();
    await page.getByRole('textbox', { name: 'Percent of requests' }).fill('40');
    await page.getByRole('button', { name: 'Set to 40 %' }).click();
    await expect(shares(page)).toContainText('40.0 %');
    expect(await weightsOf(own)).toEqual([60, 40]);

    await page.getByRole('tab', { name: /Notes/ }).click();
    await page.getByRole('textbox').fill('warm enough');
    await page.getByRole('button', { name: 'Add note' }).click();
    await expect(page.getByRole('tabpanel')).toContainText('warm enough');

    // A former revision is shown as it would be, and waits where it was.
    await page.getByRole('tab', { name: /History/ }).click();
    await page
      .getByRole('row', { name: /25 %.*→/ })
      .getByRole('button', { name: /^Go back to revision/ })
      .click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('row', { name: /v1 60 % \/ v2 40 %.*v1 75 % \/ v2 25 %/ })).toBeVisible();
    await expect(dialog).toContainText('Dry run passed.');
    expect(await weightsOf(own)).toEqual([60, 40]);
    await dialog.getByRole('button', { name: 'Restore' }).click();
    await expect.poll(() => weightsOf(own)).toEqual([75, 25]);
    await expect(page.getByText('Paused, step 2 of 3')).toBeVisible();
    await expect(page.getByRole('table').getByRole('row', { name: /went back to revision/ })).toBeVisible();

    await action(page, 'Abort').click();
    await expect(action(page, 'Restore…')).toBeVisible();
    expect(await weightsOf(own)).toEqual([100, 0]);
    await page.getByRole('tab', { name: 'Live' }).click();
    await action(page, 'Restore…').click();
    // The rule was made for the split: before that it sent to stable alone.
    await expect(dialog.getByRole('row', { name: /v1 100 % \/ v2 0 %.*v1 100 %$/ })).toBeVisible();
    await dialog.getByRole('button', { name: 'Restore' }).click();
    await expect(page.getByText('This split is over')).toBeVisible();
    // Proxies may still know the old routes: said, and nothing is taken off before.
    await page.getByRole('button', { name: 'Remove unused subsets' }).click();
    await expect(page.getByText(/Too soon/)).toBeVisible();
    await page.getByRole('tab', { name: /History/ }).click();
    for (const what of ['paused', 'resumed', 'set', 'aborted', 'restored'])
      await expect(page.getByRole('table').getByRole('row', { name: new RegExp(what) })).toBeVisible();
  });
});

test('somebody writes past the console: adopt what they wrote, or write ours again', async ({ page }) => {
  await withCanary(page, 'drift', [10, 50], async (own) => {
    const outside = page.getByRole('alert').filter({ hasText: 'Changed by' });
    await writeWeights(own, [70, 30]);
    await expect(outside).toContainText('70/30');
    await outside.getByRole('button', { name: 'Adopt' }).click();
    await expect(outside).toHaveCount(0);
    await expect(shares(page)).toContainText('30.0 %');
    await writeWeights(own, [20, 80]);
    await expect(outside).toContainText('20/80');
    await outside.getByRole('button', { name: 'Re-apply' }).click();
    await expect(outside).toHaveCount(0);
    expect(await weightsOf(own)).toEqual([70, 30]);
    // The record itself: without one that can be read the routes are shown as they are, and taken on again.
    const lost = page.getByText('This split has no record of ours');
    await writeRecord(own, '{broken');
    await expect(lost).toBeVisible();
    await expect(page.getByText(/Its record cannot be read: /)).toBeVisible();
    await writeRecord(own, null);
    await expect(page.getByText(/Its record cannot be read: /)).toHaveCount(0);
    await expect(lost).toBeVisible();
    await expect(shares(page)).toContainText('30.0 %');
    await page.getByRole('button', { name: 'Adopt' }).click();
    await expect(lost).toHaveCount(0);
    await expect(action(page, 'Abort')).toBeEnabled();
    expect((await routesOf(own)).metadata.annotations?.['sluice.dev/release']).toContain('"v2"');
    expect(await weightsOf(own)).toEqual([70, 30]);
  });
});

test('the candidate loses its last pod: a banner within seconds, and its share cannot rise', async ({
  page,
}) => {
  await withCanary(page, 'down', [25, 50], async (own) => {
    await isLive(page);
    const banner = page.getByRole('alert').filter({ hasText: 'v2 has no ready pod' });
    // Told within five seconds. Another journey that has the machine at that moment is no delay of the console's: then once more.
    const toldMs = async () => {
      await own.setReady('v2', false);
      const sinceMs = Date.now();
      await expect(banner).toBeVisible({ timeout: 15_000 });
      return Date.now() - sinceMs;
    };
    const took = [await toldMs()];
    while (Math.min(...took) > 5000 && took.length < 3) {
      await own.setReady('v2', true);
      await expect(banner).toHaveCount(0);
      took.push(await toldMs());
    }
    test.info().annotations.push({ type: 'told', description: `${took.join(', ')} ms` });
    expect(Math.min(...took)).toBeLessThanOrEqual(5000);
    await expect(action(page, 'Advance to 50 %')).toHaveAttribute('aria-disabled', 'true');
    await action(page, 'Advance to 50 %').click({ force: true });
    expect(await weightsOf(own)).toEqual([75, 25]);
    await own.setReady('v2', true);
    await expect(banner).toHaveCount(0);
  });
});

test.describe('what goes away while it is watched', () => {
  test.use({ expectedErrors: [/\/api\/v1\/splits\/shop\/own-gone\S* Failed to load resource.* 404/] });

  test('the routes, then the service', async ({ page }) => {
    await withCanary(page, 'gone', [25, 50], async (own) => {
      await isLive(page);
      await kubernetes('admin', 'DELETE', pathOf(own.namespace, own.name));
      await expect(page.getByText('This split was broken off')).toBeVisible();
      await expect(page.getByRole('table').getByRole('row', { name: /started/ })).toBeVisible();
      await kubernetes('admin', 'DELETE', `/api/v1/namespaces/shop/services/${own.name}`);
      await expect(page.getByText(`${own.name} is not in shop any more`)).toBeVisible();
    });
  });
});

onLine(
  'the stream is cut: an abort works all the same, it comes back, and nothing is lost',
  async ({ page, line }) => {
    await withCanary(page, 'cut', [10, 25, 50], async (own) => {
      await isLive(page);
      line.holdStreams(true);
      line.cutStreams();
      try {
        // Others go on meanwhile.
        await writeWeights(own, [65, 35]);
        await action(page, 'Abort').click();
        await expect(action(page, 'Finish')).toBeVisible();
        expect(await weightsOf(own)).toEqual([100, 0]);
        await writeWeights(own, [55, 45]);
      } finally {
        line.holdStreams(false);
      }
      await expect(page.getByRole('alert').filter({ hasText: '55/45' })).toBeVisible();
      await isLive(page);
      await writeWeights(own, [90, 10]);
      await expect(page.getByRole('alert').filter({ hasText: '90/10' })).toBeVisible();
    });
  },
);
