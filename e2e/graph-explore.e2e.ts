/** What one does with the graph: menus by pointer and by key, the neighbourhood, labels and overlays, exports, and the table. */
import { readFile } from 'node:fs/promises';
import { type Download, expect, type Page } from '@playwright/test';
import { test } from './support/console-page.ts';

const nodes = (page: Page) => page.getByRole('list', { name: 'Nodes' });
const node = (page: Page, name: RegExp) => nodes(page).getByRole('button', { name });
const menu = (page: Page, name: RegExp) => page.getByRole('menu', { name });
const narrowed = (page: Page) => page.getByRole('region', { name: 'What is shown' });

/** Middle of what is drawn for a node: its button lies exactly over it, and lets the pointer through. */
async function middleOf(page: Page, name: RegExp): Promise<{ x: number; y: number }> {
  const box = await node(page, name).boundingBox();
  if (box === null) throw new Error('The node is not drawn.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function exported(page: Page, format: 'PNG picture' | 'SVG drawing' | 'JSON data'): Promise<Download> {
  await page.getByRole('button', { name: 'View options' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: format }).click();
  return download;
}

const textOf = async (download: Download) => readFile(await download.path(), 'utf8');

test('by keyboard alone: walk, menu, neighbourhood, wider, and back', async ({ page, signInAs }) => {
  await signInAs('developer');
  await page.goto('/graph?ns=bookinfo');
  await node(page, /^ratings v1, /).focus();
  await page.keyboard.press('Shift+F10');
  const actions = menu(page, /^Actions for ratings v1$/);
  await expect(actions.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(actions.getByRole('menuitem', { name: 'Neighbourhood only' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(narrowed(page)).toContainText('Neighbourhood of ratings v1');
  await expect(page).toHaveURL(/around=/);
  await expect(node(page, /^details v1, /)).toHaveCount(0);
  await expect(node(page, /^mongodb/)).toBeAttached();

  await node(page, /^ratings v1, /).focus();
  await page.keyboard.press('n');
  await expect(page).toHaveURL(/depth=2/);
  await expect(node(page, /^productpage v1, /)).toBeAttached();

  // First the panel, then the neighbourhood.
  await node(page, /^ratings v1, /).focus();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('complementary', { name: /^Details of/ })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(narrowed(page)).toHaveCount(0);
  await expect(node(page, /^details v1, /)).toBeAttached();
});

test('a double click shows the neighbourhood only; the back button shows everything', async ({
  page,
  signInAs,
}) => {
  await signInAs('developer');
  await page.goto('/graph?ns=bookinfo');
  await expect(node(page, /^reviews v2, /)).toBeAttached();
  const at = await middleOf(page, /^reviews v2, /);
  await page.mouse.dblclick(at.x, at.y);
  await expect(narrowed(page)).toContainText('Neighbourhood of reviews v2');
  await narrowed(page).getByRole('button', { name: '3', exact: true }).click();
  await expect(page).toHaveURL(/depth=3/);
  await page.goBack();
  await expect(page).not.toHaveURL(/depth=3/);
  await page.goBack();
  await expect(narrowed(page)).toHaveCount(0);
});

test('menus of a node, of a namespace and of the ground', async ({ page, signInAs }) => {
  await signInAs('developer');
  await page.goto('/graph?ns=bookinfo');
  await expect(node(page, /^details v1, /)).toBeAttached();
  const at = await middleOf(page, /^details v1, /);
  await page.mouse.click(at.x, at.y, { button: 'right' });
  await menu(page, /^Actions for details v1$/)
    .getByRole('menuitem', { name: 'Hide this' })
    .click();
  await expect(node(page, /^details v1, /)).toHaveCount(0);
  await expect(page).toHaveURL(/hide=/);
  await page.goBack();
  await expect(node(page, /^details v1, /)).toBeAttached();

  const canvas = await page.getByRole('application').boundingBox();
  if (canvas === null) throw new Error('No canvas.');
  await page.mouse.click(canvas.x + canvas.width - 6, canvas.y + 6, { button: 'right' });
  const ground = menu(page, /^Actions for the graph$/);
  await expect(ground.getByRole('menuitem', { name: 'SVG drawing' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(ground).toHaveCount(0);
});

test('a restricted neighbour has a menu without a name to copy or a page to open', async ({
  page,
  signInAs,
}) => {
  await signInAs('viewer');
  await page.goto('/graph');
  await node(page, /^Restricted/)
    .first()
    .focus();
  await page.keyboard.press('ContextMenu');
  await expect(menu(page, /^Actions for Restricted$/).getByRole('menuitem')).toHaveText([
    /^Details/,
    /^Neighbourhood only/,
    'Copy link',
  ]);
});

test('exports hold the picture, and nothing that is hidden from the viewer', async ({ page, signInAs }) => {
  await signInAs('viewer');
  await page.goto('/graph');
  await expect(node(page, /^recommendations v2, /)).toBeAttached();

  const svg = await exported(page, 'SVG drawing');
  expect(svg.suggestedFilename()).toMatch(/^sluice-graph-.+T[\d-]+Z\.svg$/);
  const drawing = await textOf(svg);
  expect(drawing).toMatch(/^<svg xmlns/);
  for (const words of ['Service graph', 'recommen', 'Restricted', 'window 1 min'])
    expect(drawing).toContain(words);

  const data = await textOf(await exported(page, 'JSON data'));
  const graph = JSON.parse(data) as { nodes: { name: string; kind: string }[]; edges: unknown[] };
  expect(graph.nodes.map(({ name }) => name)).toContain('recommendations');
  expect(graph.nodes.some(({ kind }) => kind === 'restricted')).toBe(true);
  for (const file of [drawing, data]) expect(file).not.toMatch(/payments|ledger|istio-ingress|public-gw/);

  const png = await readFile(await (await exported(page, 'PNG picture')).path());
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  // Two pixels for one: the head alone is wider than this.
  expect(png.readUInt32BE(16)).toBeGreaterThan(1200);
});

test('an export holds what is shown: not what is outside the neighbourhood', async ({ page, signInAs }) => {
  await signInAs('developer');
  await page.goto('/graph?ns=bookinfo');
  await node(page, /^ratings v1, /).focus();
  await page.keyboard.press('n');
  await expect(narrowed(page)).toBeVisible();
  const graph = JSON.parse(await textOf(await exported(page, 'JSON data'))) as { nodes: { name: string }[] };
  const names = graph.nodes.map(({ name }) => name);
  expect(names).toContain('mongodb');
  expect(names).not.toContain('details');
});

test('labels by key, overlays by menu, both in the URL', async ({ page, signInAs }) => {
  await signInAs('developer');
  await page.goto('/graph?ns=shop');
  await expect(node(page, /^gift-cards/)).toBeAttached();
  await page.keyboard.press('l');
  await expect(page).toHaveURL(/labels=rate-errors/);
  await page.getByRole('button', { name: 'Overlays' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Idle nodes' }).click();
  await expect(node(page, /^gift-cards/)).toHaveCount(0);
  await page.getByRole('menuitemcheckbox', { name: 'Moving dots' }).click();
  await expect(page.locator('canvas[data-dots]')).toBeAttached();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/overlays=/);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('Neighbourhood only, then wider');
});

test('the panel tells outcomes, split, health with its limit, and leads to the service', async ({
  page,
  signInAs,
}) => {
  await signInAs('developer');
  await page.goto('/graph?ns=shop');
  await node(page, /^recommendations v2, /).focus();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: 'Details of recommendations' });
  await expect(panel.getByRole('row', { name: /^Succeeded/ })).toBeVisible();
  await expect(panel.getByRole('heading', { name: 'Health' })).toBeVisible();
  await expect(panel).toContainText(/Judged over [\d,]+ requests/);
  await expect(panel.getByRole('link', { name: 'Open service' })).toHaveAttribute(
    'href',
    /^\/services\/shop\/recommendations/,
  );
  await expect(panel.getByRole('img', { name: /^Rate: now / })).toBeVisible();
});
