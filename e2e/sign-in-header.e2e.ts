/** Signing in by a proxy in front of the console: whom it names by their own token, the end of that token in the middle of an edit, and nobody. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { personas } from '#demo/content/access.ts';
import { startConsole } from '#scripts/demo-processes.ts';
import { freePort } from '#scripts/free-port.ts';
import { filesOf, readEndpoints } from './cluster/description.ts';
import { startBreakableServer } from './support/breakable-server.ts';
import { test as base } from './support/console-page.ts';
import { consoleUrl, demoDir, root, tokenOf } from './support/demo.ts';
import { expectDraftToLast } from './support/lasting-draft.ts';

interface ProxyWorld {
  /** Of the proxy. */
  url: string;
  /** What the proxy sends of whoever comes; null: nothing. */
  token: string | null;
  stop(): Promise<void>;
}

/** As oauth2-proxy does: whatever a client sends by that name is replaced. */
async function startProxyWorld(): Promise<ProxyWorld> {
  const world: ProxyWorld = { url: '', token: null, stop: async () => {} };
  let target = '';
  const pass = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const { 'x-forwarded-id-token': _, ...headers } = incoming.headers;
    const sent = world.token === null ? headers : { ...headers, 'x-forwarded-id-token': world.token };
    const question = request(
      new URL(incoming.url ?? '/', target),
      { method: incoming.method, headers: sent, setHost: false },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.on('error', () => outgoing.destroy());
        answer.pipe(outgoing);
      },
    );
    question.on('error', () => outgoing.destroy());
    outgoing.on('close', () => question.destroy());
    incoming.pipe(question);
  };
  const server = await startBreakableServer(pass);
  const shared = join(root, demoDir);
  const dir = `${shared}-sign-in-header`;
  mkdirSync(dir, { recursive: true });
  copyFileSync(filesOf(shared).consoleKubeconfig, filesOf(dir).consoleKubeconfig);
  const known = personas.map(({ context, username, displayName }) => ({
    context,
    user: username,
    displayName,
    token: tokenOf(context),
  }));
  const { prometheus = '' } = readEndpoints(shared);
  const { url, process: child } = await startConsole({
    port: await freePort(Number(new URL(consoleUrl).port) + 46, 'the console'),
    mesh: { dir, prometheus, personas: known },
    dev: false,
    environment: {
      SLUICE_AUTH: 'header',
      SLUICE_PUBLIC_URL: server.url,
      SLUICE_HEADER_PROXIES: '127.0.0.1',
    },
  });
  world.url = server.url;
  target = url;
  world.stop = async () => {
    child.kill('SIGTERM');
    await server.close();
  };
  return world;
}

const test = base.extend<{ quiet: undefined }, { world: ProxyWorld }>({
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from the first parameter
    async ({}, use) => {
      const world = await startProxyWorld();
      await use(world);
      await world.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: ({ world }, use) => use(world.url),
  quiet: [
    async ({ world }, use) => {
      world.token = tokenOf('developer');
      await use(undefined);
    },
    { auto: true },
  ],
});

const account = (page: Page) => page.getByRole('banner').getByRole('button', { name: /^Account/ });
const again = (page: Page) => page.getByRole('link', { name: 'Sign in through the proxy' });

test('SEC-07 whoever comes through the proxy is signed in with their own rights, and signs out there', async ({
  page,
  context,
}) => {
  await page.goto('/overview');
  await expect(account(page)).toHaveAccessibleName(/developer/);
  const whoami = await (await page.request.get('/api/v1/whoami')).json();
  expect(whoami).toMatchObject({ strategy: 'header', readOnly: false });
  // Nothing is kept: each request is signed in by itself.
  expect((await context.cookies()).filter(({ name }) => name.includes('sluice-session'))).toEqual([]);
  await account(page).click();
  await expect(page.getByText('A proxy signed you in: sign out there.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sign out' })).toHaveCount(0);
});

test.describe('a token that Kubernetes does not take any more', () => {
  test.use({ expectedErrors: [/\/api\/v1\/\S+ Failed to load resource.* 401/] });

  test('REL-52 in the middle of an edit: the draft is kept, and there again by the way back through the proxy', async ({
    page,
    world,
  }) => {
    await expectDraftToLast(page, {
      name: 'proxy-draft',
      open: (path) => page.goto(path),
      endSignIn: () => {
        world.token = 'expired-token';
      },
      signInAgain: async () => {
        // The proxy has nothing better: one comes back here, and nothing turns in circles.
        await again(page).click();
        await expect(page).toHaveURL((url) => url.pathname === '/login');
        world.token = tokenOf('developer');
        await again(page).click();
      },
    });
  });
});

test('SEC-07 without a token of the proxy nobody is signed in, whatever they send themselves', async ({
  page,
  world,
}) => {
  world.token = null;
  await page.goto('/overview');
  await expect(again(page)).toBeVisible();
  await expect(page.getByLabel('Kubernetes token')).toHaveCount(0);
  const forged = await page.request.get('/api/v1/whoami', {
    headers: { 'x-forwarded-id-token': tokenOf('admin'), 'x-remote-user': 'admin' },
  });
  expect(forged.status()).toBe(401);
});
