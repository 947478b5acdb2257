/**
 * Signing in through a real issuer that the mesh's Kubernetes API trusts: rights by the groups in the ID token, renewal while a page is
 * open, the end of a sign-in in the middle of an edit, signing out here and there, refusals, and a second replica.
 */
import { expect, type Page } from '@playwright/test';
import { test as base } from './support/console-page.ts';
import { type SignInWorld, startSignInWorld } from './support/issuer.ts';
import { expectDraftToLast } from './support/lasting-draft.ts';

const test = base.extend<{ quiet: undefined }, { world: SignInWorld }>({
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from the first parameter
    async ({}, use) => {
      const world = await startSignInWorld();
      await use(world);
      await world.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: ({ world }, use) => use(world.urls[0]),
  otherOrigins: ({ world }, use) => use([world.issuer.url, ...world.urls]),
  // Of the real cluster the issuer's certificate is by an authority that no browser knows.
  ignoreHTTPSErrors: true,
  /** As it was before each. */
  quiet: [
    async ({ world }, use) => {
      world.issuer.idTokenSeconds = 300;
      world.issuer.setUp(true);
      await use(undefined);
    },
    { auto: true },
  ],
});

const account = (page: Page) => page.getByRole('banner').getByRole('button', { name: /^Account/ });
const toIssuer = (page: Page) => page.getByRole('link', { name: 'Sign in with Acme Login' });

async function signIn(page: Page, person: string, path = '/overview'): Promise<void> {
  await page.goto(`/login?returnTo=${encodeURIComponent(path)}`);
  await toIssuer(page).click();
  await page.getByRole('button', { name: person }).click();
  await expect(page).toHaveURL(path);
}

const namespacesOf = async (page: Page) => {
  const { namespaces } = await (await page.request.get('/api/v1/whoami')).json();
  return namespaces as { name: string; permissions: { editRouting: boolean } }[];
};

test('SEC-09 a click leads to the issuer and back to where one wanted to go, with the rights of one’s groups', async ({
  page,
  context,
}) => {
  await page.goto('/graph?ns=bookinfo&view=table');
  await expect(page).toHaveURL(/\/login\?returnTo=/);
  await toIssuer(page).click();
  await expect(page.getByRole('heading', { name: 'Issuer' })).toBeVisible();
  await page.getByRole('button', { name: 'grace' }).click();
  await expect(page).toHaveURL('/graph?ns=bookinfo&view=table');
  await expect(page.getByRole('table')).toBeVisible();
  // Named by Kubernetes, prefix and all.
  await expect(account(page)).toHaveAccessibleName(/oidc:grace/);
  expect(await namespacesOf(page)).toMatchObject([{ name: 'bookinfo', permissions: { editRouting: true } }]);
  const cookies = await context.cookies();
  expect(cookies.filter(({ name }) => name.startsWith('sluice-question'))).toEqual([]);
  for (const { httpOnly, sameSite, value } of cookies.filter(({ name }) =>
    name.startsWith('sluice-session'),
  )) {
    expect({ httpOnly, sameSite }).toEqual({ httpOnly: true, sameSite: 'Lax' });
    expect(value).not.toContain('eyJ');
  }
});

test('another group, other rights', async ({ page }) => {
  await signIn(page, 'oscar');
  await expect(account(page)).toHaveAccessibleName(/oidc:oscar/);
  expect(await namespacesOf(page)).toMatchObject([{ name: 'shop', permissions: { editRouting: false } }]);
  // Refused by Kubernetes itself, by its own judgement of the same token.
  const refused = await page.request.get('/api/v1/graph?namespaces=bookinfo');
  expect((await refused.json()).nodes ?? []).toEqual([]);
});

test('SEC-11 a page that stays open outlives its ID token, unnoticed', async ({ page, world }) => {
  test.setTimeout(90_000);
  world.issuer.idTokenSeconds = 12;
  await signIn(page, 'grace', '/overview?ns=bookinfo');
  await expect(page.getByRole('table', { name: 'Namespaces, worst first' })).toBeVisible();
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  const before = world.issuer.granted.length;
  world.issuer.idTokenSeconds = 300;
  await expect.poll(() => world.issuer.granted.slice(before), { timeout: 40_000 }).toEqual(['refresh_token']);
  await page.waitForTimeout(13_000);
  expect(await page.evaluate('window.sameDocument')).toBe(true);
  await expect(page).toHaveURL('/overview?ns=bookinfo');
  expect((await page.request.get('/api/v1/whoami')).status()).toBe(200);
  expect(world.issuer.granted.slice(before)).toEqual(['refresh_token']);
});

test.describe('a sign-in that ends in the middle of an edit', () => {
  test.use({ expectedErrors: [/\/api\/v1\/\S+ Failed to load resource.* 401/] });

  test('REL-52 the draft is kept, and there again after signing in', async ({ page, world }) => {
    test.setTimeout(90_000);
    world.issuer.idTokenSeconds = 15;
    await expectDraftToLast(page, {
      name: 'issuer-draft',
      open: (path) => signIn(page, 'grace', path),
      // The issuer knows nothing of the sign-in any more: no renewal, and no session there either.
      endSignIn: () => {
        world.issuer.forgetAll();
        world.issuer.idTokenSeconds = 300;
      },
      noticedMs: 45_000,
      signInAgain: async () => {
        await toIssuer(page).click();
        await page.getByRole('button', { name: 'grace' }).click();
      },
    });
  });
});

test('SEC-57 signing out ends the session here, on the other replica and at the issuer', async ({
  page,
  context,
  request,
  world,
}) => {
  await signIn(page, 'grace');
  const cookie = (await context.cookies())
    .filter(({ name }) => name.startsWith('sluice-session'))
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');
  const onReplica = async () =>
    (await request.get(`${world.urls[1]}/api/v1/whoami`, { headers: { cookie } })).status();
  // One key: signed in on one is signed in on both.
  expect(await onReplica()).toBe(200);
  await account(page).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  // The issuer asks whether one means it.
  await expect(page).toHaveURL((url) => url.origin === world.issuer.url && url.pathname === '/session/end');
  const startedAt = Date.now();
  await expect.poll(onReplica, { timeout: 6000, intervals: [250] }).toBe(401);
  expect(Date.now() - startedAt).toBeLessThan(5500);
  await page.getByRole('button', { name: /yes/i }).click();
  await expect(page).toHaveURL((url) => url.origin === world.urls[0] && url.pathname === '/login');
  // Nobody is signed in there either: the issuer asks who it is.
  await toIssuer(page).click();
  await expect(page.getByRole('heading', { name: 'Issuer' })).toBeVisible();
});

test.describe('what goes wrong is said, and nothing is lost', () => {
  test.use({ expectedErrors: [/\/api\/v1\/session\/oidc\S* Failed to load resource.* (400|403|503)/] });

  test('declined, replayed, and an issuer that is away', async ({ page, context, world }) => {
    const alert = page.getByRole('alert').filter({ hasText: /\w/ });
    await page.goto('/login?returnTo=%2Fgraph');
    await toIssuer(page).click();
    await page.getByRole('button', { name: 'Decline' }).click();
    await expect(alert).toContainText('Acme Login did not sign you in');
    await expect(page.getByText('Then back to /graph')).toBeVisible();

    let callback = '';
    page.on('request', (request) => {
      if (request.url().includes('/oidc/callback?')) callback = request.url();
    });
    await toIssuer(page).click();
    await page.getByRole('button', { name: 'grace' }).click();
    await expect(page).toHaveURL('/graph');
    await context.clearCookies();
    await page.goto(callback);
    await expect(alert).toContainText('This sign-in is over');

    world.issuer.setUp(false);
    // The second console has never heard of it: it asks before it sends anybody there.
    await page.goto(`${world.urls[1]}/api/v1/session/oidc?returnTo=/graph`);
    await expect(alert).toContainText('Acme Login does not answer');
    await expect(page).toHaveURL(`${world.urls[1]}/login?returnTo=%2Fgraph&problem=issuer-away`);
  });

  test('SEC-55 who does not sign in is told so on every page, and can change nothing', async ({ page }) => {
    await page.goto('/login');
    await page.getByRole('button', { name: /^Look around/ }).click();
    await expect(page).toHaveURL('/overview');
    const banner = page.getByRole('region', { name: 'Read-only' });
    await expect(banner).toContainText('can change nothing');
    await banner.getByRole('link', { name: 'Sign in' }).click();
    await expect(page).toHaveURL('/login?returnTo=/overview');
  });
});
