/** A mesh too large for one picture: it opens as namespaces, which unfold in place by mouse and keyboard, and the URL keeps it. */
import { expect, type Page } from '@playwright/test';
import { test as base } from './support/console-page.ts';
import { type LargeDemo, startLargeDemo } from './support/large-demo.ts';

const test = base.extend<object, { demo: LargeDemo }>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from the first parameter
    async ({}, use) => {
      const demo = await startLargeDemo(200, 12);
      await use(demo);
      await demo.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  baseURL: ({ demo }, use) => use(demo.url),
});

test.setTimeout(120_000);

const nodes = (page: Page) => page.getByRole('list', { name: 'Nodes' });
const folded = (page: Page, name: string) =>
  nodes(page).getByRole('button', { name: new RegExp(`^Namespace ${name}, `) });
const chevron = (page: Page, name: string) =>
  page.getByRole('button', { name: new RegExp(`^(Fold|Unfold) ${name}$`) });
const card = (page: Page, name: RegExp) => nodes(page).getByRole('button', { name });

/** Where the drawing has it: the buttons over it take no pointer. */
async function press(page: Page, name: string): Promise<void> {
  const at = await chevron(page, name).boundingBox();
  if (at === null) throw new Error(`${name} is not drawn.`);
  await page.mouse.click(at.x + at.width / 2, at.y + at.height / 2);
}

async function open(page: Page, path = '/graph'): Promise<void> {
  await page.goto(path);
  await expect(folded(page, 'bookinfo').or(card(page, /^productpage v1, bookinfo/))).toBeVisible({
    timeout: 60_000,
  });
}

test('REL-53 it opens folded, unfolds and folds by mouse, and nothing beside it moves up or down', async ({
  page,
  signInAs,
}) => {
  await signInAs('admin');
  await open(page);
  await expect(folded(page, 'team-01')).toBeVisible();
  await expect(card(page, /^productpage v1, bookinfo/)).toHaveCount(0);
  await expect(chevron(page, 'bookinfo')).toHaveAttribute('aria-expanded', 'false');

  await press(page, 'bookinfo');
  await expect(card(page, /^productpage v1, bookinfo/)).toBeVisible();
  await expect(chevron(page, 'bookinfo')).toHaveAttribute('aria-expanded', 'true');
  await expect(folded(page, 'team-01')).toBeVisible();
  await expect(page).toHaveURL(/open=bookinfo/);

  await press(page, 'bookinfo');
  await expect(folded(page, 'bookinfo')).toBeVisible();
  await expect(page).not.toHaveURL(/open=/);

  await page.goBack();
  await expect(card(page, /^productpage v1, bookinfo/)).toBeVisible();
});

test('by keyboard: a namespace is chosen, unfolded from its panel and folded by its key', async ({
  page,
  signInAs,
}) => {
  await signInAs('admin');
  await open(page);
  await folded(page, 'bookinfo').focus();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: 'Details of bookinfo' });
  await expect(panel).toContainText('Called by');
  await panel.getByRole('button', { name: 'Unfold' }).press('Enter');
  await expect(card(page, /^productpage v1, bookinfo/)).toBeVisible();

  await card(page, /^productpage v1, bookinfo/).focus();
  await chevron(page, 'bookinfo').focus();
  await page.keyboard.press('o');
  await expect(folded(page, 'bookinfo')).toBeVisible();
});

test('a link restores what is unfolded, and a match inside a folded namespace is stepped to', async ({
  page,
  signInAs,
}) => {
  await signInAs('admin');
  await open(page, '/graph?open=bookinfo');
  await expect(card(page, /^productpage v1, bookinfo/)).toBeVisible();
  await expect(folded(page, 'shop')).toBeVisible();

  const find = page.getByRole('combobox', { name: /^Find/ });
  await find.fill('redis-cart');
  await expect(nodes(page).getByRole('button', { name: /^Namespace shop, .* 1 match$/ })).toBeVisible();
  await find.press('Escape');
  await find.press('Enter');
  await expect(card(page, /^redis-cart v1, shop/)).toBeVisible();
  await expect(page).toHaveURL(/open=bookinfo,shop|open=bookinfo%2Cshop/);
});
