/**
 * An upgrade of the console as a Deployment makes it: a new replica comes, an old one goes, and nobody notices (REL-60). Old and new are of
 * two builds, and every request goes to whichever is next: pages of each get files and answers of both.
 */
import { once } from 'node:events';
import { basename, join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { personas } from '#demo/content/access.ts';
import { startConsole } from '#scripts/demo-processes.ts';
import { freePort } from '#scripts/free-port.ts';
import { readEndpoints } from './cluster/description.ts';
import { startBalancer } from './support/balancer.ts';
import { test } from './support/console-page.ts';
import { consoleUrl, demoDir, kubernetes, root, tokenOf } from './support/demo.ts';
import { makeOtherBuild } from './support/other-build.ts';

const drainSeconds = 2;
const wished = Number(new URL(consoleUrl).port) + 60;
const people = personas.map(({ context, username, displayName }) => ({
  context,
  user: username,
  displayName,
  token: tokenOf(context),
}));

let replicas = 0;

/** `build`: the folder that holds it. */
async function startReplica(build: string): Promise<Awaited<ReturnType<typeof startConsole>>> {
  // Several start at once: each looks for a port from its own on.
  replicas += 1;
  const port = await freePort(wished + 4 * replicas, 'a replica');
  const mesh = {
    dir: join(root, demoDir),
    prometheus: readEndpoints(join(root, demoDir)).prometheus ?? '',
    personas: people,
  };
  const here = process.cwd();
  // A console serves what it is started beside.
  process.chdir(build);
  try {
    const environment = { SLUICE_DRAIN_SECONDS: String(drainSeconds) };
    return startConsole({ port, mesh, dev: false, environment });
  } finally {
    process.chdir(here);
  }
}

const buildOf = (page: Page) =>
  page.evaluate(() => /static\/(others|chunks)\//.exec(document.head.innerHTML)?.[1]);

const name = `rolling-${Date.now()}`;
const path = `/apis/networking.istio.io/v1/namespaces/shop/virtualservices`;
const object = `kind=virtualservices.networking.istio.io&namespace=shop&name=${name}`;
const routes = (revision: number) => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name, namespace: 'shop', annotations: { revision: String(revision) } },
  // To nobody whose traffic another journey splits.
  spec: {
    hosts: [`${name}.example.com`],
    http: [{ route: [{ destination: { host: 'rolling.example.org' } }] }],
  },
});

test('REL-60 three replicas are replaced by another build under load: no read fails, no write is lost or unseen, pages of both live', async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const balancer = await startBalancer();
  const first = await Promise.all([0, 1, 2].map(() => startReplica(root)));
  const next = makeOtherBuild(`${basename(demoDir)}-other-build`);
  for (const { url } of first) balancer.add(url);
  const context = await browser.newContext({ baseURL: balancer.url });
  const signedIn = await context.request.post('/api/v1/session', {
    data: { strategy: 'demo', persona: 'developer' },
    headers: { origin: balancer.url },
  });
  expect(signedIn.status()).toBe(200);
  const page = await context.newPage();
  await page.goto('/services');
  await expect(page.getByRole('rowheader').getByText('cart', { exact: true })).toBeVisible();

  const failures: string[] = [];
  const counts = { reads: 0, writes: 0 };
  let going = true;
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const ask = async (method: string, address: string, body?: object): Promise<number> => {
    const answer = await fetch(`${balancer.url}${address}`, {
      method,
      headers: { cookie, origin: balancer.url, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    await answer.arrayBuffer();
    if (answer.status >= 400) failures.push(`${method} ${address}: ${answer.status}`);
    return answer.status;
  };
  const reader = async (): Promise<void> => {
    while (going) {
      counts.reads += 1;
      await ask(
        'GET',
        counts.reads % 2 === 0 ? '/api/v1/graph?window=60s' : '/api/v1/services?window=60s',
      ).catch((error: unknown) => failures.push(String(error)));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const writer = async (): Promise<void> => {
    await kubernetes('developer', 'POST', path, routes(0));
    while (going) {
      counts.writes += 1;
      const { body } = await kubernetes<{ metadata: { resourceVersion: string } }>(
        'developer',
        'GET',
        `${path}/${name}`,
      );
      const { metadata } = body;
      const next = routes(counts.writes);
      await ask('POST', '/api/v1/config/apply', {
        changes: [
          {
            op: 'update',
            kind: 'virtualservices.networking.istio.io',
            namespace: 'shop',
            name,
            resourceVersion: metadata.resourceVersion,
            text: JSON.stringify({
              ...next,
              metadata: { ...next.metadata, resourceVersion: metadata.resourceVersion },
            }),
          },
        ],
        reason: 'rolling',
      }).catch((error: unknown) => failures.push(String(error)));
      // Whichever replica is asked next: none shows an older one.
      const shown = await fetch(`${balancer.url}/api/v1/config/object?${object}`, { headers: { cookie } })
        .then((answer) => answer.text())
        .catch(String);
      if (!shown.includes(`"revision":"${counts.writes}"`) && !shown.includes(`revision: "${counts.writes}"`))
        failures.push(`${counts.writes} was written, but not shown: ${shown.slice(0, 200)}`);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  };
  const load = [reader(), reader(), reader(), writer()];

  const opened = async () => {
    const other = await context.newPage();
    await other.goto('/services');
    // Files are asked for until the replica that has them is next.
    await expect(other.getByRole('rowheader').getByText('cart', { exact: true })).toBeVisible({
      timeout: 45_000,
    });
    await expect(other.getByRole('banner')).toContainText(/Live/);
    const build = await buildOf(other);
    await other.close();
    return build;
  };
  for (const old of first) {
    balancer.add((await startReplica(next)).url);
    // Whichever replica has written it, replicas of both builds are asked for its files and answers.
    await opened();
    const closed = once(old.process, 'close');
    old.process.kill('SIGTERM');
    await closed;
    expect(old.process.exitCode).toBe(0);
  }
  going = false;
  await Promise.all(load);
  expect(failures).toEqual([]);
  expect(counts.reads).toBeGreaterThan(20);
  // The last write is the one that stands.
  const { body } = await kubernetes('developer', 'GET', `${path}/${name}`);
  expect(body).toMatchObject({ metadata: { annotations: { revision: String(counts.writes) } } });
  // The page went on without anybody's doing: it hears of what changes now.
  await expect(page.getByRole('banner')).toContainText(/Live/);
  expect(await opened()).toBe('others');
  // And goes on to pages of the build that is there now.
  expect(await buildOf(page)).toBe('chunks');
  await page.getByRole('navigation').getByRole('link', { name: 'Workloads' }).click();
  await expect(page).toHaveURL(/\/workloads/);
  // A whole new document: while it comes there is none to ask.
  await expect.poll(() => buildOf(page).catch(() => null)).toBe('others');
  await expect(page.getByRole('rowheader', { name: 'cart-v1' })).toBeVisible();
  await kubernetes('developer', 'DELETE', `${path}/${name}`);
  await context.close();
  await balancer.close();
});
