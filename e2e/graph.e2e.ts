/** The graph: the failing canary in a few clicks, by keyboard alone, positions that stay, and traffic that follows a change live. */
import { expect, type Page } from '@playwright/test';
import type { Graph } from '#lib/api/traffic/graph.ts';
import { alone } from './support/alone.ts';
import { test } from './support/console-page.ts';
import { type KubernetesObject, kubernetes } from './support/demo.ts';
import { reviewsCounted } from './support/with-reviews.ts';

const nodes = (page: Page) => page.getByRole('list', { name: 'Nodes' });
const node = (page: Page, name: RegExp) => nodes(page).getByRole('button', { name });
const panel = (page: Page, name: string) => page.getByRole('complementary', { name: `Details of ${name}` });

const reviewsPath = '/apis/networking.istio.io/v1/namespaces/bookinfo/virtualservices/reviews';

/** The route of the VirtualService that shares between versions. */
function sharedRoute(object: KubernetesObject) {
  const route = object.spec?.http?.map((rule) => rule.route).find((parts) => parts.length > 1);
  if (route === undefined) throw new Error('reviews is not split.');
  return route;
}

async function weights(): Promise<Record<string, number>> {
  const { body } = await kubernetes('developer', 'GET', reviewsPath);
  return Object.fromEntries(
    sharedRoute(body).map(({ destination, weight }) => [destination.subset ?? '', weight ?? 0]),
  );
}

async function setWeights(wanted: Readonly<Record<string, number>>): Promise<void> {
  const { body } = await kubernetes('developer', 'GET', reviewsPath);
  for (const part of sharedRoute(body)) part.weight = wanted[part.destination.subset ?? ''] ?? 0;
  expect((await kubernetes('developer', 'PUT', reviewsPath, body)).status).toBe(200);
}

/** Waits for so many newer polls: the stream brings them to the page. */
async function ticks(page: Page, count: number): Promise<void> {
  const at = async () =>
    ((await (await page.context().request.get('/api/v1/graph')).json()) as Graph).metricsAt ?? 0;
  for (let seen = 0; seen < count; seen += 1) {
    const before = await at();
    await expect.poll(at).toBeGreaterThan(before);
  }
}

test('the failing canary is found in at most three clicks', async ({ page, signInAs }) => {
  await signInAs('developer');
  // Its namespace alone: in others, journeys beside this one may be breaking things just now.
  await page.goto('/graph?ns=shop');
  const failing = page.getByRole('button', { name: /^\d+ failing: show the next/ });
  const focus = () => new URL(page.url()).searchParams.get('focus');
  for (let click = 1; click <= 3 && !/recommendations\/v2$/.test(focus() ?? ''); click += 1) {
    const before = focus();
    await failing.click();
    // Each click selects the next; what is selected has a panel.
    await expect.poll(focus).not.toBe(before);
    await expect(page.getByRole('complementary', { name: /^Details of/ })).toBeVisible();
  }
  const answer = page
    .getByRole('complementary', { name: /^Details of/ })
    .filter({ hasText: 'recommendations' })
    .filter({ hasText: 'v2' });
  await expect(answer).toContainText(/\d\s% of these requests fail|answers [\d.]+\s% with errors/);
  await expect(page).toHaveURL(/show=failing/);
});

test('by keyboard alone: to the nodes, between them, into the panel and out again', async ({
  page,
  signInAs,
}) => {
  await signInAs('developer');
  await page.goto('/graph?ns=shop');
  await expect(node(page, /^frontend v1, /)).toBeAttached();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  // A node, or the head of a namespace's box.
  const focusedNode = page.getByRole('application').locator('[data-id]:focus');
  for (let tab = 0; tab < 15 && (await focusedNode.count()) === 0; tab += 1) await page.keyboard.press('Tab');
  await expect(focusedNode).toHaveCount(1);
  const first = await focusedNode.getAttribute('aria-label');
  const keys = ['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp'];
  for (const key of keys) {
    await page.keyboard.press(key);
    const onNode = (await nodes(page).locator(':focus').count()) === 1;
    if (onNode && (await focusedNode.getAttribute('aria-label')) !== first) break;
  }
  expect(await focusedNode.getAttribute('aria-label')).not.toBe(first);
  await page.keyboard.press('Enter');
  await expect(focusedNode).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('complementary', { name: /^Details of/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('complementary', { name: /^Details of/ })).toHaveCount(0);
  await expect(focusedNode).toHaveCount(1);
});

/** Everything that can be chosen in the picture, in reading order, with its place; and all that is said of it. */
async function pictured(page: Page) {
  const marks = await nodes(page)
    .getByRole('button')
    .evaluateAll((all) =>
      all.map((mark) => {
        const { x, y, width, height } = mark.getBoundingClientRect();
        const label = mark.getAttribute('aria-label') ?? '';
        // The label begins with who it is; the rest are numbers and state.
        const who = `${mark.getAttribute('data-id')}: ${label.split(', ')[0]}`;
        return { who, label, place: [x, y, width, height].map(Math.round).join(' ') };
      }),
    );
  return { marks, said: marks.map(({ label }) => label) };
}

test('nothing that stays moves or changes its turn while the numbers do, and what comes back is where it was', async ({
  page,
  signInAs,
}) => {
  test.setTimeout(90_000);
  await signInAs('developer');
  await page.goto('/graph?range=15s');
  await expect(node(page, /^frontend v1, /)).toBeAttached();
  await ticks(page, 1);
  const first = await pictured(page);
  expect(first.marks.length).toBeGreaterThan(30);
  const seen = new Map(first.marks.map(({ who, place }) => [who, place]));
  let before = first.marks;
  for (let tick = 0; tick < 4; tick += 1) {
    await ticks(page, 1);
    const { marks } = await pictured(page);
    const now = new Set(marks.map(({ who }) => who));
    const then = new Set(before.map(({ who }) => who));
    const stayed = (list: typeof marks) =>
      list.map(({ who }) => who).filter((who) => now.has(who) && then.has(who));
    expect(stayed(marks)).toEqual(stayed(before));
    // With a short window, what calls once in a while comes and goes.
    for (const { who, place } of marks) {
      expect({ who, place }).toEqual({ who, place: seen.get(who) ?? place });
      seen.set(who, place);
    }
    before = marks;
  }
  await expect.poll(async () => (await pictured(page)).said).not.toEqual(first.said);
});

test('a reload shows the same picture', async ({ page, signInAs }) => {
  await signInAs('developer');
  await page.goto('/graph?ns=bookinfo');
  const place = () => node(page, /^productpage v1, /).boundingBox();
  await expect(node(page, /^productpage v1, /)).toBeAttached();
  await expect.poll(async () => (await place())?.width ?? 0).toBeGreaterThan(0);
  const before = await place();
  await page.reload();
  await expect(node(page, /^productpage v1, /)).toBeAttached();
  await expect.poll(place).toEqual(before);
});

test('a weight changed in Kubernetes shows in the metrics within 10 s, and here without a reload', async ({
  page,
  signInAs,
}) => {
  test.setTimeout(240_000);
  const v3 = node(page, /^reviews v3, bookinfo, .*requests\/s/);
  await signInAs('developer');
  await page.goto('/graph?ns=bookinfo&range=15s');
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  await alone('bookinfo-reviews', async () => {
    await expect(v3).toBeAttached({ timeout: 40_000 });
    const before = await weights();
    expect(before.v3).toBeGreaterThan(0);
    try {
      const counted = await reviewsCounted();
      await setWeights({ v1: 100, v2: 0, v3: 0 });
      await expect.poll(() => counted('v1'), { timeout: 10_000, intervals: [200] }).toBeGreaterThan(0.9);
      await expect(v3).toHaveCount(0, { timeout: 40_000 });
      await expect(node(page, /^reviews v1, bookinfo, healthy, .*requests\/s/)).toBeAttached();
    } finally {
      await setWeights(before);
    }
    await expect(v3).toBeAttached({ timeout: 40_000 });
  });
  expect(await page.evaluate('window.sameDocument')).toBe(true);
});

test('the table sorts by every column, both ways', async ({ page, signInAs }) => {
  await signInAs('developer');
  await page.goto('/graph');
  await page.getByRole('button', { name: 'Table', exact: true }).click();
  await expect(page).toHaveURL('/graph?view=table');
  const rows = page.getByRole('table').getByRole('row');
  const column = (index: number) =>
    rows.evaluateAll(
      (all, at) =>
        all
          .slice(1)
          .map((row) => Number((row.children[at] as HTMLElement | undefined)?.innerText.replaceAll(',', '')))
          .filter((value) => !Number.isNaN(value)),
      index,
    );
  const header = page.getByRole('columnheader', { name: 'Requests/s' });
  // Held still, so that two readings see the same numbers.
  await page.getByRole('button', { name: 'Pause updates' }).click();
  await header.getByRole('button').click();
  await expect(header).toHaveAttribute('aria-sort', 'descending');
  const down = await column(4);
  expect(down.length).toBeGreaterThan(10);
  expect(down).toEqual(down.toSorted((a, b) => b - a));
  await header.getByRole('button').click();
  await expect(header).toHaveAttribute('aria-sort', 'ascending');
  // Rows in view only, and other ones than before.
  const up = await column(4);
  expect(up).toEqual(up.toSorted((a, b) => a - b));
  expect(up[0]).toBeLessThanOrEqual(down.at(-1) ?? 0);

  await page.getByRole('button', { name: /^Nodes/ }).click();
  await page
    .getByRole('button', { name: /^recommendations/ })
    .first()
    .click();
  await expect(panel(page, 'recommendations')).toBeVisible();
});

test('the four types, and what the URL of each shows', async ({ page, signInAs }) => {
  await signInAs('developer');
  await page.goto('/graph?ns=bookinfo');
  const types = [
    { name: 'App', query: /type=app(&|$)/, shows: /^reviews, bookinfo/ },
    { name: 'Workload', query: /type=workload/, shows: /^reviews-v3 v3, bookinfo/ },
    { name: 'Service', query: /type=service/, shows: /^reviews, bookinfo/ },
    { name: 'Versioned app', query: /\/graph\?ns=bookinfo$/, shows: /^reviews v3, bookinfo/ },
  ];
  for (const { name, query, shows } of types) {
    await page.getByRole('button', { name: /^Graph type:/ }).click();
    await page.getByRole('menuitemradio', { name, exact: true }).click();
    await expect(page).toHaveURL(query);
    await expect(node(page, shows)).toBeAttached();
  }
});
