/** Several clusters: boxes of clusters and apps fold like those of namespaces, by mouse, key and menu; what calls itself has a loop. */
import { expect, type Page } from '@playwright/test';
import type { Graph } from '#lib/api/traffic/graph.ts';
import { test as base } from './support/console-page.ts';
import { type LargeDemo, startClusteredDemo } from './support/large-demo.ts';

const test = base.extend<object, { demo: LargeDemo }>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from the first parameter
    async ({}, use) => {
      const demo = await startClusteredDemo(2);
      await use(demo);
      await demo.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  baseURL: ({ demo }, use) => use(demo.url),
});

test.setTimeout(120_000);

const nodes = (page: Page) => page.getByRole('list', { name: 'Nodes' });
const card = (page: Page, name: RegExp) => nodes(page).getByRole('button', { name });
const chevron = (page: Page, name: string) =>
  page.getByRole('button', { name: new RegExp(`^(Fold|Unfold) ${name}$`) });
const productpage = /^productpage v1, bookinfo/;

/** Where the drawing has it: the buttons over it take no pointer. */
async function press(page: Page, name: string): Promise<void> {
  const at = await chevron(page, name).boundingBox();
  if (at === null) throw new Error(`${name} is not drawn.`);
  await page.mouse.click(at.x + at.width / 2, at.y + at.height / 2);
}

async function open(page: Page, path: string, first: RegExp = productpage): Promise<void> {
  await page.goto(path);
  // Both clusters may have one.
  await expect(card(page, first).first()).toBeVisible({ timeout: 60_000 });
}

test('the frame of a cluster folds to one card, its calls are added up, and the URL keeps it', async ({
  page,
  signInAs,
}) => {
  await signInAs('admin');
  await open(page, '/graph');
  await expect(chevron(page, 'west')).toHaveAttribute('aria-expanded', 'true');
  await press(page, 'west');
  await expect(card(page, /^Cluster west, /)).toBeVisible();
  await expect(chevron(page, 'west')).toHaveAttribute('aria-expanded', 'false');
  await expect(page).toHaveURL(/folded=cluster(:|%3A)west/);
  await expect(card(page, productpage)).toBeVisible();
  await expect(page.getByRole('button', { name: /^productpage( v1)? to west, \d+ calls/ })).toHaveCount(1);

  await page.reload();
  await expect(card(page, /^Cluster west, /)).toBeVisible();
  await chevron(page, 'west').press('Enter');
  await expect(card(page, /^Cluster west, /)).toHaveCount(0);
  await expect(page).not.toHaveURL(/folded=/);
});

test('boxes of clusters hold folded namespaces, and fold themselves, by the menu of what is inside', async ({
  page,
  signInAs,
}) => {
  await signInAs('admin');
  await open(page, '/graph?box=cluster&folded=bookinfo', /^Namespace bookinfo, /);
  await expect(card(page, /^Namespace bookinfo, /)).toHaveCount(2);
  const frontend = card(page, /^frontend v\d+, shop/);
  await frontend.focus();
  await page.keyboard.press('Shift+F10');
  const menu = page.getByRole('menu');
  await expect(menu.getByRole('menuitem', { name: /^Fold namespace shop/ })).toBeVisible();
  await menu.getByRole('menuitem', { name: /^Fold cluster Kubernetes/ }).click();
  await expect(card(page, /^Cluster Kubernetes, /)).toBeVisible();
  await expect(card(page, /^Namespace bookinfo, /)).toHaveCount(1);
});

test('the versions of an app fold to one card by key, and find looks into it', async ({ page, signInAs }) => {
  await signInAs('admin');
  await open(page, '/graph?type=workload&box=app&ns=bookinfo', /^reviews-v1/);
  await card(page, /^reviews-v1/)
    .first()
    .focus();
  await page.keyboard.press('o');
  await expect(card(page, /^App reviews, 3 workloads/)).toHaveCount(1);
  await expect(card(page, /^reviews-v1/)).toHaveCount(1);
  await expect(page).toHaveURL(/folded=app/);
  await page
    .getByRole('combobox', { name: 'Find nodes and connections' })
    .fill('name = reviews-v3 and cluster = Kubernetes');
  await expect(card(page, /^App reviews, .*1 match/)).toBeVisible();
});

test('what calls itself is one edge, in each cluster', async ({ page, signInAs }) => {
  await signInAs('admin');
  await open(page, '/graph');
  const answer = await page.context().request.get('/api/v1/graph');
  const graph = (await answer.json()) as Graph;
  const loops = graph.edges.filter(
    ({ source, target, health }) => source === target && health.state !== 'idle',
  );
  const clusters = loops.map(({ source }) => graph.nodes.find(({ id }) => id === source)?.cluster);
  expect([...new Set(clusters)].sort()).toEqual(['Kubernetes', 'west']);
  await expect(page.getByRole('button', { name: /^catalog v1 to catalog v1/ }).first()).toBeAttached();
});
