/**
 * What is built with the wizard's own tools: a plan that goes on by itself, and an A/B match of brackets, conditions and alternatives.
 */
import { expect, type Page } from '@playwright/test';
import { alone } from './support/alone.ts';
import { test } from './support/console-page.ts';
import { kubernetes } from './support/demo.ts';
import { ownService } from './support/own-service.ts';
import { httpRulesOf, pathOf, type Routes, routesOf } from './support/written-routes.ts';

const cart = { namespace: 'shop', name: 'cart' };

const cartWeights = async () => (await httpRulesOf(cart)).at(-1)?.route?.map(({ weight }) => weight ?? 100);

/** The shop's cart with everything at v1, for one journey alone; left as it was. */
async function withCart(journey: () => Promise<void>): Promise<void> {
  await alone('shop-cart', async () => {
    const before = await routesOf(cart);
    const put = async (change: object, spec: Routes['spec']) => {
      const { resourceVersion } = (await routesOf(cart)).metadata;
      const metadata = { ...before.metadata, ...change, resourceVersion };
      const object = { ...before, metadata, spec };
      expect((await kubernetes('admin', 'PUT', pathOf(cart.namespace, cart.name), object)).status).toBe(200);
    };
    const http = before.spec.http ?? [];
    const last = { ...http.at(-1), route: [{ destination: { host: 'cart', subset: 'v1' } }] };
    await put({ annotations: {}, labels: {} }, { ...before.spec, http: [...http.slice(0, -1), last] });
    try {
      await journey();
    } finally {
      await put({}, before.spec);
    }
  });
}

const action = (page: Page, name: string | RegExp) =>
  page.getByRole('group', { name: 'Actions on this split' }).getByRole('button', { name });

async function start(page: Page, address: string): Promise<void> {
  await expect(page.getByText('Dry run passed.')).toBeVisible();
  await page.getByRole('button', { name: 'Start the split' }).click();
  await expect(page).toHaveURL(new RegExp(`${address}$`), { timeout: 30_000 });
}

test('a plan on schedule arms the guard, goes on by itself while it is healthy, and can be held', async ({
  page,
  signInAs,
}) => {
  test.setTimeout(300_000);
  await signInAs('developer');
  await withCart(async () => {
    await expect
      .poll(async () => {
        const answer = await page.context().request.get('/api/v1/splits/world?namespace=shop&service=cart');
        const { points } = (await answer.json()) as { points: { shares: unknown[] }[] };
        return points.at(-1)?.shares.length;
      })
      .toBe(1);
    await page.goto('/splits/new?service=shop/cart&candidate=v2&strategy=canary&step=strategy');
    await page.getByRole('button', { name: 'Fast', exact: true }).click();
    await page.getByRole('textbox', { name: 'Share of step 1, percent' }).fill('30');
    await expect(page.getByText('until you go on').first()).toBeVisible();
    await page.getByRole('button', { name: 'On schedule', exact: true }).click();
    const wait = (step: number) => page.getByRole('textbox', { name: `Wait after step ${step}` });
    await wait(1).fill('soon');
    await expect(page.getByText('how long?')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Next: Guard' })).toBeDisabled();
    await wait(1).fill('20 s');
    await wait(2).fill('1 h');
    await page.getByRole('button', { name: 'Next: Guard' }).click();

    // Whose steps they are: nobody else takes them.
    await expect(page.getByRole('radio', { name: /Abort by itself/ })).toBeChecked();
    await page.getByRole('radio', { name: /Advise/ }).check();
    await expect(page.getByText('Steps on a schedule are taken by the guard').first()).toBeVisible();
    await expect(page.getByRole('button', { name: 'Next: Review' })).toBeDisabled();
    await page.getByRole('radio', { name: /Abort by itself/ }).check();
    await page.getByRole('textbox', { name: 'Window' }).fill('20 s');
    await page.getByRole('textbox', { name: 'Least requests' }).fill('3');
    // Versions that are equally good are told apart by chance alone.
    await page.getByRole('textbox', { name: /latency|slower/i }).fill('20');
    await page.getByRole('button', { name: 'Next: Review' }).click();
    await start(page, '/splits/shop/cart');
    expect(await cartWeights()).toEqual([70, 30]);
    await expect(page.getByText(/next step/)).toBeVisible({ timeout: 30_000 });

    await expect.poll(() => cartWeights(), { timeout: 180_000 }).toEqual([50, 50]);
    const { metadata } = await routesOf(cart);
    expect(JSON.parse(metadata.annotations?.['sluice.dev/release'] ?? '{}')).toMatchObject({
      step: 1,
      phase: 'Progressing',
      by: 'sluice-guard',
      guard: { armedBy: 'developer' },
    });
    await expect(page.getByText(/step 2 of 3/)).toBeVisible();
    await page.getByRole('tab', { name: /History/ }).click();
    await expect(page.getByRole('table').getByRole('row', { name: /Guard/ }).first()).toBeVisible();
    // Held: no time is told any more.
    await page.getByRole('tab', { name: 'Live' }).click();
    await action(page, 'Pause').click();
    await expect(page.getByText('Paused, step 2 of 3')).toBeVisible();
    await expect(page.getByText(/next step/)).toHaveCount(0, { timeout: 30_000 });
    await action(page, 'Abort').click();
    await expect(action(page, 'Finish')).toBeVisible();
    expect((await cartWeights())?.[0]).toBe(100);
  });
});

test('A/B: conditions in one bracket, brackets as alternatives, each tried before it is written', async ({
  page,
  signInAs,
}) => {
  test.setTimeout(120_000);
  await signInAs('developer');
  const own = await ownService(page, 'brackets', { portName: 'http-web' });
  const address = `/splits/${own.namespace}/${own.name}`;
  try {
    await expect
      .poll(async () => {
        const path = `/api/v1/splits/world?namespace=${own.namespace}&service=${own.name}`;
        const world = await page.context().request.get(path);
        if (!world.ok()) return 0;
        const { versions } = (await world.json()) as { versions: { ready: number }[] };
        return versions.filter(({ ready }) => ready > 0).length;
      })
      .toBe(2);
    await page.goto(`/splits/new?service=${own.namespace}/${own.name}&strategy=ab&step=strategy`);
    const cases = page.getByRole('region', { name: 'Requests for v2' });
    const subject = (index: number) => cases.getByRole('combobox', { name: 'What is looked at' }).nth(index);
    const value = (index: number) =>
      cases
        .getByRole('combobox', { name: 'Value' })
        .or(cases.getByRole('textbox', { name: 'Value' }))
        .nth(index);
    await expect(subject(0)).toHaveValue('header');
    // And: who is a tester, on this path.
    await cases.getByRole('button', { name: 'and', exact: true }).click();
    await expect(subject(1)).toHaveValue('uri');
    await value(1).fill('/books');
    // Or: who asks for it.
    await cases.getByRole('button', { name: 'or another case' }).click();
    await expect(subject(2)).toHaveValue('uri');
    await subject(2).selectOption('query');
    await cases
      .getByRole('textbox', { name: 'Name of the Query parameter' })
      .or(cases.getByRole('combobox', { name: 'Name of the Query parameter' }))
      .fill('lab');
    await value(2).fill('1');
    await value(0).focus();

    const preview = page.getByRole('complementary', { name: 'Preview' });
    await expect(preview.getByText('queryParams:')).toBeVisible();
    const ask = async (path: string, headers: string) => {
      await page.getByRole('textbox', { name: 'Path' }).fill(path);
      await page.getByRole('textbox', { name: /Headers/ }).fill(headers);
      await page.getByRole('button', { name: 'Where would it go?' }).click();
    };
    await ask('/books/7', 'x-cohort: beta');
    await expect(page.getByText('It goes to v2')).toBeVisible();
    await ask('/carts', 'x-cohort: beta');
    await expect(page.getByText('It goes to v1')).toBeVisible();
    await ask('/carts?lab=1', '');
    await expect(page.getByText('It goes to v2')).toBeVisible();

    await page.getByRole('button', { name: 'To Review' }).click();
    await start(page, address);
    const [ab, target] = await httpRulesOf(own);
    expect(ab?.match).toEqual([
      { headers: { 'x-cohort': { exact: 'beta' } }, uri: { prefix: '/books' } },
      { queryParams: { lab: { exact: '1' } } },
    ]);
    expect(ab?.route?.map(({ destination }) => destination.subset)).toEqual(['v2']);
    expect(target?.route?.map(({ destination }) => destination.subset)).toEqual(['v1']);
    const rail = page.getByRole('complementary').last();
    await expect(rail).toContainText('/books');
    await expect(rail).toContainText('lab');
    await action(page, 'Promote').click();
    await expect(page.getByText('Promoted: v2 answers everything')).toBeVisible();
    expect(await httpRulesOf(own)).toHaveLength(1);
  } finally {
    await own.remove();
  }
});
