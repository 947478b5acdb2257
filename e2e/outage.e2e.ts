/** The backends really go away, slow down and talk nonsense: the last good picture stays with its age, and everything recovers without a reload. */
import { expect, type Page } from '@playwright/test';
import { test as base } from './support/console-page.ts';
import type { Fault } from './support/fault-proxy.ts';
import { type OwnDemo, startOwnDemo } from './support/own-demo.ts';

const test = base.extend<{ pagesAnswer: undefined }, { demo: OwnDemo }>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from the first parameter
    async ({}, use) => {
      const demo = await startOwnDemo();
      await use(demo);
      await demo.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: ({ demo }, use) => use(demo.url),

  /** Whatever is away: a page is a page, never a bare error of the server. */
  pagesAnswer: [
    async ({ context }, use) => {
      const broken: string[] = [];
      context.on('response', (response) => {
        if (response.request().resourceType() === 'document' && response.status() >= 500)
          broken.push(`${response.status()} ${response.url()}`);
      });
      await use(undefined);
      expect(broken).toEqual([]);
    },
    { auto: true },
  ],
});

test.setTimeout(120_000);
test.use({ expectedErrors: [/\/api\/v1\/\S* Failed to load resource.* (502|503|504)/] });

const banner = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text });
const anyBanner = (page: Page) =>
  page.getByRole('status').filter({ hasText: 'This page recovers by itself.' });
const namespaces = (page: Page) => page.getByRole('table', { name: 'Namespaces, worst first' });
const slow = { timeout: 40_000 };

/** The page is watched from before the outage to after it: a reload would lose the mark. */
async function openOverview(page: Page): Promise<() => Promise<void>> {
  await page.goto('/overview');
  await expect(namespaces(page).getByRole('link')).toHaveCount(2);
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  return async () => expect(await page.evaluate('window.sameDocument')).toBe(true);
}

test('REL-46 API server and Prometheus gone: the picture stays with its age, and lives again by itself', async ({
  page,
  browser,
  demo,
  signInAs,
}) => {
  await signInAs('developer');
  const sameDocument = await openOverview(page);
  await demo.killMesh();

  await expect(banner(page, 'Kubernetes does not answer.')).toContainText(
    /What you see is \d+ \w+ old/,
    slow,
  );
  await expect(banner(page, 'Prometheus does not answer.')).toContainText(
    /What you see is \d+ \w+ old/,
    slow,
  );
  await expect(namespaces(page).getByRole('link')).toHaveCount(2);
  await expect(page.getByRole('link', { name: /recommendations v2 fails/ })).toBeVisible();
  await page.getByRole('link', { name: 'Graph', exact: true }).click();
  await expect(page.getByRole('button', { name: /^recommendations v2, shop/ })).toBeAttached();
  await sameDocument();

  const other = await browser.newContext({ baseURL: demo.url });
  const signIn = await other.newPage();
  await signIn.goto('/login');
  await signIn.getByRole('button', { name: /^Viewer/ }).click();
  await expect(signIn.getByRole('alert').filter({ hasText: 'Signing in failed.' })).toContainText(
    'does not answer',
    slow,
  );
  await expect(signIn).toHaveURL('/login');

  // A reload in the middle of it: rights that were known stand in for a while.
  const again = await page.context().newPage();
  await again.goto('/overview');
  await expect(namespaces(again).getByRole('link')).toHaveCount(2, slow);
  await expect(banner(again, 'Kubernetes does not answer.')).toBeVisible();
  await again.close();

  await demo.reviveMesh();
  await expect(anyBanner(page)).toHaveCount(0, slow);
  await expect(page.getByRole('banner')).toContainText(/Live ?(now|\d s ago)/, slow);
  await sameDocument();
  await signIn.getByRole('button', { name: /^Viewer/ }).click();
  await expect(signIn).toHaveURL('/overview');
  await expect(namespaces(signIn).getByRole('link')).toHaveCount(2);
  await other.close();
});

const faults: readonly { fault: Fault; says: string }[] = [
  { fault: 'refused', says: 'Prometheus does not answer.' },
  { fault: 'html', says: 'Prometheus answers with something that is not its API.' },
  { fault: 'silent', says: 'Prometheus answers slowly.' },
  { fault: 'truncated', says: 'Prometheus answers with something that is not its API.' },
  { fault: 'cut', says: 'Prometheus does not answer.' },
];

test('REL-47 REL-48 Prometheus in trouble: each way is told apart, the rest of the console goes on', async ({
  page,
  demo,
  signInAs,
}) => {
  await signInAs('developer');
  const sameDocument = await openOverview(page);
  try {
    for (const { fault, says } of faults) {
      await demo.prometheus.set(fault);
      await expect(banner(page, says)).toBeVisible(slow);
      await expect(banner(page, 'Kubernetes')).toHaveCount(0);
      await expect(namespaces(page).getByRole('link')).toHaveCount(2);
    }
    await expect(page.getByText(/^Last update \d+ \w+ ago$/).first()).toBeVisible(slow);
    const objects = await page.context().request.get('/api/v1/search?q=reviews');
    expect(((await objects.json()) as { items: unknown[] }).items.length).toBeGreaterThan(0);
  } finally {
    await demo.prometheus.set('none');
  }
  await expect(anyBanner(page)).toHaveCount(0, slow);
  await expect(page.getByRole('banner')).toContainText('Live', slow);
  await sameDocument();
});

test('REL-49 partial answers are shown and said to be partial', async ({ page, demo, signInAs }) => {
  await signInAs('developer');
  // A step of this range is longer than anybody waits: what was missing is asked for again before.
  const partial = page.getByText('Some metrics are missing or incomplete.');
  await page.goto('/overview?range=24h');
  await expect(namespaces(page).getByRole('link')).toHaveCount(2);
  await expect(partial).toHaveCount(0, slow);
  try {
    await demo.prometheus.set('warnings');
    await expect(partial).toBeVisible(slow);
    await expect(anyBanner(page)).toHaveCount(0);
    await expect(namespaces(page).getByRole('link')).toHaveCount(2);
  } finally {
    await demo.prometheus.set('none');
  }
  await expect(partial).toHaveCount(0, slow);
});

test('a window of a week that is too much for Prometheus: the picture stays, and a shorter window is offered', async ({
  page,
  demo,
  signInAs,
}) => {
  await signInAs('developer');
  await page.goto('/graph');
  const reviews = page.getByRole('button', { name: /^reviews v1, bookinfo/ });
  await expect(reviews).toBeAttached();
  const notice = page.getByRole('region', { name: 'Window', exact: true });
  try {
    await demo.prometheus.set('short-breath');
    await page.getByRole('button', { name: /^Time range/ }).click();
    await page.getByRole('button', { name: 'Last 7 d' }).click();
    await expect(notice).toContainText('Prometheus is adding up the last 7 d.');
    await expect(notice).toContainText('The picture is still of the last 1 min.');
    await expect(reviews).toBeAttached();
    await expect(notice).toContainText('Prometheus did not add up the last 7 d in time.', slow);
    await expect(reviews).toHaveAccessibleName(/\d+(\.\d+)? requests/);
    await expect(anyBanner(page)).toHaveCount(0);
    await notice.getByRole('button', { name: 'Last 1 d' }).click();
    await expect(page).toHaveURL(/range=1d/);
    await expect(notice).toContainText('Prometheus did not add up the last 1 d in time.', slow);
  } finally {
    await demo.prometheus.set('none');
  }
  await notice.getByRole('button', { name: 'Try again' }).click();
  await expect(notice).toHaveCount(0, slow);
  await expect(reviews).toBeAttached();
});

test('a session that nobody vouches for while the API server is away gets a page, and is kept', async ({
  page,
  browser,
  demo,
  signInAs,
}) => {
  await signInAs('admin');
  // Somebody with the same credential signs out: the console forgets what it knew of its rights.
  const other = await browser.newContext({ baseURL: demo.url });
  const origin = { origin: demo.url };
  await other.request.post('/api/v1/session', {
    data: { strategy: 'demo', persona: 'admin' },
    headers: origin,
  });
  await demo.killMesh();
  try {
    await other.request.delete('/api/v1/session', { headers: origin });
    await page.goto('/overview');
    await expect(page.getByRole('heading', { name: 'Kubernetes does not answer.' })).toBeVisible(slow);
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  } finally {
    await demo.reviveMesh();
    await other.close();
  }
  await expect(namespaces(page)).toContainText('payments', slow);
});
