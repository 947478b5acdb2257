/** Time on the graph page: the past replayed under the picture, two moments compared, ranges and refresh of the reader's own. */
import { expect, type Page } from '@playwright/test';
import { test } from './support/console-page.ts';
import { kubernetes } from './support/demo.ts';

const slider = (page: Page) => page.getByRole('slider', { name: 'Moment shown' });
const replay = (page: Page) => page.getByRole('region', { name: 'Replayed moment' });
const comparison = (page: Page) => page.getByRole('region', { name: 'Comparison' });
const nodes = (page: Page) => page.getByRole('list', { name: 'Nodes' }).getByRole('button');
const atOf = (page: Page) => Number(new URL(page.url()).searchParams.get('at'));

test('the past is dragged to, played, and left', async ({ page, signInAs }) => {
  await signInAs('developer');
  await page.goto('/graph');
  await expect(nodes(page).first()).toBeAttached();
  const box = await slider(page).boundingBox();
  if (box === null) throw new Error('no track');
  // Above the marks of changes, which other journeys leave on it.
  const y = box.y + 8;
  await page.mouse.move(box.x + box.width * 0.9, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.7, y, { steps: 4 });
  await page.mouse.up();
  await expect(replay(page)).toContainText(/As of \d\d:\d\d, 1\d min ago/);
  await expect(page).toHaveURL(/[?&]at=\d+/);
  await expect(
    page.getByRole('list', { name: 'Nodes' }).getByRole('button', { name: /^productpage v1, / }),
  ).toBeAttached();
  const dragged = atOf(page);
  expect(dragged % 60).toBe(0);

  await slider(page).focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => atOf(page)).toBe(dragged + 60);
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /\d\d:\d\d, 1\d min ago/);

  // Never blank on the way: there are nodes at each frame.
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  for (const frame of [2, 3]) {
    await expect.poll(() => atOf(page)).toBeGreaterThanOrEqual(dragged + frame * 60);
    expect(await nodes(page).count()).toBeGreaterThan(10);
  }
  await page.getByRole('button', { name: 'Pause the replay' }).click();
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Back to live' }).click();
  await expect(replay(page)).toBeHidden();
  await expect(page).toHaveURL('/graph');
});

test('a change of configuration is marked, told, and leads to its moment', async ({ page, signInAs }) => {
  await signInAs('developer');
  await page.goto('/graph?ns=shop');
  const mark = page
    .getByRole('group', { name: 'Changes of configuration' })
    .getByRole('button', { name: /VirtualService shop\/recommendations changed by argocd-controller/ });
  await mark.click();
  await expect(mark).toHaveAttribute('aria-pressed', 'true');
  await expect(replay(page)).toBeVisible();
  await expect(
    page
      .getByText('VirtualService shop/recommendations changed by argocd-controller', { exact: false })
      .first(),
  ).toBeVisible();
});

/** Minutes from a moment shortly before the canary of recommendations began until now: the mesh is as old as the run is long. */
async function minutesSinceBeforeCanary(): Promise<number> {
  const path = '/apis/networking.istio.io/v1/namespaces/shop/virtualservices/recommendations';
  const { body } = await kubernetes<{ metadata: { managedFields: { manager: string; time: string }[] } }>(
    'developer',
    'GET',
    path,
  );
  const written = body.metadata.managedFields.find(({ manager }) => manager === 'argocd-controller');
  return Math.ceil((Date.now() - Date.parse(written?.time ?? '')) / 60_000) + 20;
}

test('compared with before the canary, it is new; nothing is known of yesterday', async ({
  page,
  signInAs,
}) => {
  await signInAs('developer');
  await page.goto('/graph');
  await page.getByRole('button', { name: 'Compare with: Nothing' }).click();
  const own = page.getByRole('dialog', { name: 'Compare with' }).getByRole('textbox');
  await own.fill('soon');
  await own.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'A number with s, m, h or d' })).toBeVisible();
  const minutes = await minutesSinceBeforeCanary();
  await own.fill(`${minutes}m`);
  await own.press('Enter');
  await expect(page).toHaveURL(/vs=\d+[mh]/);
  await expect(comparison(page)).toContainText('Compared with');
  const fresh = comparison(page).getByRole('button', { name: /^\d+ new: show the next/ });
  const canary = page
    .getByRole('complementary')
    .filter({ hasText: 'recommendations' })
    .filter({ hasText: 'v2' });
  await expect(fresh).toBeVisible();
  const count = Number.parseInt(await fresh.innerText(), 10);
  const focus = () => new URL(page.url()).searchParams.get('focus');
  for (let step = 0; step < count && !/recommendations\/v2$/.test(focus() ?? ''); step += 1) {
    const before = focus();
    await fresh.click();
    await expect.poll(focus).not.toBe(before);
  }
  await expect(canary).toBeVisible();

  await page.getByRole('button', { name: 'Table', exact: true }).click();
  await expect(page.getByRole('columnheader', { name: 'Difference' })).toBeVisible();
  await expect(
    page
      .getByRole('row')
      .filter({ hasText: /recommendations v2/ })
      .filter({ hasText: 'new' })
      .first(),
  ).toBeVisible();

  await comparison(page)
    .getByRole('button', { name: /^Compared with/ })
    .click();
  await page.getByRole('button', { name: '1 d before' }).click();
  await expect(comparison(page)).toContainText('Prometheus has no metrics of');
  await comparison(page).getByRole('button', { name: 'Stop comparing' }).click();
  await expect(comparison(page)).toBeHidden();
});

test('a range from one moment to another, judged beside its fields', async ({ page, signInAs }) => {
  await signInAs('developer');
  await page.goto('/graph');
  await page.getByRole('button', { name: /^Time range/ }).click();
  const range = page.getByRole('dialog', { name: 'Time range' });
  const [from, to] = [range.getByLabel('From', { exact: true }), range.getByLabel('To', { exact: true })];
  const show = range.getByRole('button', { name: 'Show', exact: true });
  const now = Date.now();
  const local = (ms: number) => new Date(ms + 3_600_000).toISOString().slice(0, 16);
  await from.fill(local(now - 20 * 60_000));
  await to.fill(local(now - 30 * 60_000));
  await show.click();
  await expect(range.getByRole('alert')).toHaveText('The end lies before the start');
  await to.fill(local(now - 10 * 60_000));
  await show.click();
  await expect(page).toHaveURL(/range=10m&at=\d+/);
  await expect(replay(page)).toContainText('min ago');
  // After midnight one end is named with its day.
  await expect(page.getByRole('button', { name: /^Time range .*\d\d:\d\d – .*\d\d:\d\d/ })).toBeVisible();
});

test('refreshed at a beat of one’s own, remembered; paused asks for nothing', async ({ page, signInAs }) => {
  await signInAs('developer');
  let asked = 0;
  page.on('request', (request) => {
    if (request.url().includes('/api/v1/graph')) asked += 1;
  });
  await page.goto('/graph');
  const refresh = page.getByRole('button', { name: /^Refresh:/ });
  await refresh.click();
  await page.getByRole('menuitemradio', { name: 'Every 10 s' }).click();
  await expect(refresh).toContainText('Every 10 s');
  await page.reload();
  await expect(refresh).toContainText('Every 10 s');
  await expect(nodes(page).first()).toBeAttached();

  await page.getByRole('button', { name: 'Pause updates' }).click();
  await expect(refresh).toContainText('Paused');
  const before = asked;
  await expect(refresh).toContainText(/1\d s ago/, { timeout: 20_000 });
  expect(asked).toBe(before);
  await refresh.click();
  await page.getByRole('menuitem', { name: 'Refresh now' }).click();
  await expect(refresh).toContainText(/(now|\D\d s ago)/);
  expect(asked).toBeGreaterThan(before);
  await page.reload();
  await expect(refresh).toContainText('Every 10 s');
});
