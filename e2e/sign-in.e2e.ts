/** Signing in and out: personas, tokens, the way back, and sessions that are over. */
import { expect, type Page } from '@playwright/test';
import { test } from './support/console-page.ts';
import { consoleUrl, tokenOf } from './support/demo.ts';

const personas = [
  { button: /^Viewer/, user: /viewer/ },
  { button: /^Developer/, user: /developer/ },
  { button: /^Cluster admin/, user: /cluster-admin/ },
];

const account = (page: Page) => page.getByRole('banner').getByRole('button', { name: /^Account/ });
const tokenField = (page: Page) => page.getByLabel('Kubernetes token');
/** On the sign-in page, with this way back. */
const expectSignIn = (page: Page, returnTo: string) =>
  expect(page).toHaveURL((url) => url.pathname === '/login' && url.searchParams.get('returnTo') === returnTo);
const signIn = (page: Page) => page.getByRole('button', { name: 'Sign in', exact: true }).click();

for (const { button, user } of personas) {
  test(`one click signs in: ${button.source}`, async ({ page }) => {
    await page.goto('/login');
    await page.getByRole('button', { name: button }).click();
    await expect(page).toHaveURL('/overview');
    await expect(account(page)).toHaveAccessibleName(user);
  });
}

test('the demo says loudly that it is one, on every page', async ({ page, signInAs }) => {
  await signInAs('viewer');
  for (const path of ['/overview', '/graph', '/settings']) {
    await page.goto(path);
    const banner = page.getByRole('region', { name: 'Demo' });
    await expect(banner).toContainText('Nothing here is production');
    const box = await banner.boundingBox();
    expect(box).toMatchObject({ x: 0, y: 0, width: 1440 });
    expect(box?.height).toBeGreaterThanOrEqual(24);
  }
  // A page that is still open would notice that its session is gone, and go there too.
  await page.goto('about:blank');
  await page.context().clearCookies();
  await page.goto('/login');
  await expect(page.getByText('This is a demo mesh.')).toBeVisible();
});

test('a pasted token signs in, line breaks of the terminal and all', async ({ page, context }) => {
  const token = tokenOf('developer');
  await page.goto('/login');
  await tokenField(page).fill(` ${token.slice(0, 20)} ${token.slice(20)} `);
  await signIn(page);
  await expect(page).toHaveURL('/overview');
  await expect(account(page)).toHaveAccessibleName(/developer/);
  const session = (await context.cookies()).filter(({ name }) => name.includes('session'));
  expect(session.length).toBeGreaterThan(0);
  for (const { httpOnly, sameSite, value } of session) {
    expect({ httpOnly, sameSite }).toEqual({ httpOnly: true, sameSite: 'Lax' });
    expect(value).not.toContain(token);
  }
});

test.describe('a token that is no good', () => {
  test.use({ expectedErrors: [/\/api\/v1\/session Failed to load resource.* (401|413)/] });

  const cases = [
    { what: 'unknown', token: 'not-a-token-of-this-cluster', says: 'Kubernetes does not accept this token.' },
    { what: 'empty', token: '', says: 'Paste a token first.' },
    { what: 'only spaces', token: '   ', says: 'Paste a token first.' },
    { what: 'one byte too long', token: 'a'.repeat(8 * 1024 + 1), says: /too (large|long)/ },
  ];
  for (const { what, token, says } of cases) {
    test(`${what}: said beside the field, nothing lost`, async ({ page, context }) => {
      await page.goto('/login?returnTo=%2Fgraph%3Fns%3Dshop');
      await tokenField(page).fill(token);
      await signIn(page);
      await expect(page.getByRole('alert').filter({ hasText: says })).toBeVisible();
      await expect(tokenField(page)).toHaveAttribute('aria-invalid', 'true');
      await expect(tokenField(page)).toHaveAccessibleDescription(
        says instanceof RegExp ? says : new RegExp(says),
      );
      await expect(tokenField(page)).toHaveValue(token);
      await expect(page).toHaveURL('/login?returnTo=%2Fgraph%3Fns%3Dshop');
      expect((await context.cookies()).filter(({ name }) => name.includes('session'))).toEqual([]);
    });
  }
});

test('before the page has its scripts nothing is sent, and what was pasted stays', async ({ page }) => {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await released;
    await route.continue();
  });
  await page.goto('/login?returnTo=%2Fgraph%3Fns%3Dshop', { waitUntil: 'commit' });
  await tokenField(page).fill(tokenOf('developer'));
  await tokenField(page).press('Enter');
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeDisabled();
  await expect(page.getByRole('button', { name: /^Viewer/ })).toBeDisabled();
  await expect(page).toHaveURL('/login?returnTo=%2Fgraph%3Fns%3Dshop');
  await expect(tokenField(page)).toHaveValue(tokenOf('developer'));
  release();
  await signIn(page);
  await expect(page).toHaveURL('/graph?ns=shop');
});

test('the way back is kept through the sign-in', async ({ page }) => {
  await page.goto('/graph?ns=shop&view=table');
  await expectSignIn(page, '/graph?ns=shop&view=table');
  await expect(page.getByText('Then back to /graph?ns=shop&view=table')).toBeVisible();
  await page.getByRole('button', { name: /^Developer/ }).click();
  await expect(page).toHaveURL('/graph?ns=shop&view=table');
  await expect(page.getByRole('table')).toBeVisible();
});

for (const hostile of ['//evil.test', '/\\evil.test', 'https:evil.test']) {
  test(`a hostile way back stays here: ${JSON.stringify(hostile)}`, async ({ page }) => {
    await page.goto(`/login?returnTo=${encodeURIComponent(hostile)}`);
    await expect(page.getByText(/^Then back to/)).toHaveCount(0);
    await page.getByRole('button', { name: /^Viewer/ }).click();
    await expect(page).toHaveURL('/overview');
    await expect(account(page)).toBeVisible();
  });
}

test('signing out ends the session, also for a copy of its cookie', async ({
  page,
  context,
  signInAs,
  request,
}) => {
  await signInAs('developer');
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const whoami = () => request.get('/api/v1/whoami', { headers: { cookie } });
  expect((await whoami()).status()).toBe(200);
  await page.goto('/overview');
  await account(page).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/login');
  expect((await whoami()).status()).toBe(401);
  await page.goto('/graph');
  await expectSignIn(page, '/graph');
});

test.describe('a session that is over', () => {
  test.use({ expectedErrors: [/\/api\/v1\/\S+ Failed to load resource.* 401/] });

  test('a reload leads to the sign-in, and from there back', async ({ page, context, signInAs }) => {
    await signInAs('developer');
    await page.goto('/graph?ns=bookinfo');
    // An open page would notice that its session is gone, and go there by itself, in the middle of the reload.
    await page.goto('about:blank');
    await context.clearCookies();
    await page.goto('/graph?ns=bookinfo');
    await expectSignIn(page, '/graph?ns=bookinfo');
    await page.getByRole('button', { name: /^Developer/ }).click();
    await expect(page).toHaveURL('/graph?ns=bookinfo');
  });

  test('a forged cookie is no session; an open page notices by itself', async ({
    page,
    context,
    signInAs,
  }) => {
    await signInAs('developer');
    await page.goto('/overview?ns=shop');
    await expect(page.getByRole('table', { name: 'Namespaces, worst first' })).toBeVisible();
    const forged = (await context.cookies())
      .filter(({ name }) => name === 'sluice-session')
      .map(({ name, value }) => ({ name, value: `${value.slice(0, -6)}AAAAAA`, url: consoleUrl }));
    expect(forged).toHaveLength(1);
    await context.addCookies(forged);
    await expectSignIn(page, '/overview?ns=shop');
    await expect(page.getByText('Your sign-in has ended.')).toBeVisible();
    await page.getByRole('button', { name: /^Developer/ }).click();
    await expect(page).toHaveURL('/overview?ns=shop');
  });
});
