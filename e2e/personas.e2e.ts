/** Three people, one mesh: each sees and may do what Kubernetes says, on screen, in the API and past the console. */
import { type APIRequestContext, expect, type Page } from '@playwright/test';
import type { Whoami } from '#lib/api/access/session.ts';
import type { Graph } from '#lib/api/traffic/graph.ts';
import { type PersonaName, test } from './support/console-page.ts';
import { kubernetes, tokenOf } from './support/demo.ts';

const hidden = 'payments';
const reviews = '/apis/networking.istio.io/v1/namespaces/bookinfo/virtualservices/reviews';

const answers = [
  '/api/v1/whoami',
  '/api/v1/graph',
  '/api/v1/graph?type=app',
  '/api/v1/graph?type=workload',
  '/api/v1/graph?type=service',
  '/api/v1/graph?serviceNodes=true',
  '/api/v1/overview',
  '/api/v1/services',
  '/api/v1/workloads',
  `/api/v1/search?q=${hidden}`,
  '/api/v1/search?q=fraud',
  '/api/v1/search?q=ledger',
  '/api/v1/namespaces/shop/services/frontend',
  '/api/v1/namespaces/shop/services/checkout',
  '/api/v1/namespaces/shop/workloads/checkout-v1',
  '/api/v1/namespaces/shop/services/paycard.example',
  '/api/v1/status',
  '/api/v1/about',
];

/** All that a person or their screen reader gets: texts, labels, links and values; not the source of scripts. */
function everythingSaid(page: Page): Promise<string> {
  return page.evaluate(() => {
    const copy = document.body.cloneNode(true) as HTMLElement;
    for (const script of copy.querySelectorAll('script')) script.remove();
    return copy.outerHTML;
  });
}

async function json<T>(
  request: APIRequestContext,
  path: string,
  headers: Record<string, string> = {},
): Promise<T> {
  const answer = await request.get(path, { headers });
  expect(answer.status()).toBe(200);
  return answer.json();
}

test('the admin sees payments everywhere', async ({ page, context, signInAs }) => {
  await signInAs('admin');
  await page.goto('/overview');
  await expect(page.getByRole('table', { name: 'Namespaces, worst first' })).toContainText(hidden);
  await page.goto('/graph?view=table');
  await expect(page.getByRole('table')).toContainText(hidden);
  await page.goto(`/graph?ns=${hidden}`);
  await expect(
    page.getByRole('list', { name: 'Nodes' }).getByRole('button', { name: /^fraud / }),
  ).toBeAttached();
  const whoami = await json<Whoami>(context.request, '/api/v1/whoami');
  expect(whoami).toMatchObject({ persona: 'cluster-admin', allNamespaces: true, readOnly: false });
  expect(whoami.namespaces.find(({ name }) => name === hidden)?.permissions).toEqual({
    editRouting: true,
    readConfiguration: true,
  });
  const found = await json<{ items: unknown[] }>(context.request, `/api/v1/search?q=${hidden}`);
  expect(found.items.length).toBeGreaterThan(0);
  const graph = await json<Graph>(context.request, '/api/v1/graph');
  expect(graph.nodes.filter(({ kind }) => kind === 'restricted')).toEqual([]);
});

for (const persona of ['developer', 'viewer'] as const) {
  test(`for the ${persona} payments does not exist in any answer`, async ({ context, signInAs }) => {
    await signInAs(persona);
    for (const path of answers) {
      const answer = await context.request.get(path);
      expect([path, answer.status()]).toEqual([path, 200]);
      const headers = JSON.stringify(await answer.headersArray());
      expect([path, `${headers}${await answer.text()}`.includes(hidden)]).toEqual([path, false]);
    }
    const graph = await json<Graph>(context.request, '/api/v1/graph');
    const restricted = graph.nodes.filter(({ kind }) => kind === 'restricted');
    expect(restricted.length).toBeGreaterThan(0);
    for (const { name, namespace, app, workload, service, hosts } of restricted) {
      expect({ name, namespace, app, workload, service, hosts }).toEqual({
        name: '',
        namespace: '',
        app: null,
        workload: null,
        service: null,
        hosts: [],
      });
    }
  });

  test(`the ${persona} cannot tell payments from a namespace that does not exist`, async ({
    context,
    signInAs,
  }) => {
    await signInAs(persona);
    for (const path of [
      '/api/v1/graph?namespaces=',
      '/api/v1/overview?namespaces=',
      '/api/v1/services?namespaces=',
      '/api/v1/workloads?namespaces=',
      '/api/v1/graph?namespaces=shop,',
    ]) {
      const ask = async (namespace: string) => {
        const answer = await context.request.get(`${path}${namespace}`);
        const problem: object = answer.ok() ? {} : await answer.json();
        const text = JSON.stringify({ ...problem, requestId: '' });
        return { status: answer.status(), text: text.replaceAll(namespace, 'NAME') };
      };
      expect(await ask(hidden)).toEqual(await ask('no-such-namespace'));
    }
  });

  test(`for the ${persona} payments is nowhere on screen, its border is "Restricted"`, async ({
    page,
    signInAs,
  }) => {
    await signInAs(persona);
    await page.goto('/overview');
    await expect(page.getByRole('table', { name: 'Namespaces, worst first' }).getByRole('link')).toHaveText([
      'shop',
      'bookinfo',
    ]);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(/in your namespaces/);
    await page.getByRole('button', { name: /^Namespaces/ }).click();
    await expect(page.getByRole('checkbox', { name: 'bookinfo' })).toBeVisible();
    expect(await everythingSaid(page)).not.toContain(hidden);

    await page.goto('/graph');
    const node = page
      .getByRole('list', { name: 'Nodes' })
      .getByRole('button', { name: 'Restricted', exact: true })
      .first();
    await expect(node).toBeAttached();
    expect(await everythingSaid(page)).not.toContain(hidden);
    await node.press('Enter');
    await expect(page.getByRole('complementary', { name: 'Details of Restricted' })).toContainText(
      'You may not see this namespace.',
    );

    await page.goto('/graph?view=table');
    await expect(page.getByRole('table')).toContainText('Restricted');
    expect(await everythingSaid(page)).not.toContain(hidden);

    for (const path of ['/services', '/workloads']) {
      await page.goto(path);
      await expect(page.getByRole('rowheader', { name: /recommendations/ }).first()).toBeVisible();
      await expect(page.getByRole('main')).toContainText('of your namespaces');
      expect(await everythingSaid(page)).not.toContain(hidden);
    }

    await page.goto('/settings');
    await expect(page.getByRole('heading', { name: 'What you may do here' })).toBeVisible();
    expect(await everythingSaid(page)).not.toContain(hidden);
  });
}

const rights = {
  viewer: { persona: 'viewer', editRouting: false },
  developer: { persona: 'developer', editRouting: true },
} as const;

for (const [persona, { persona: label, editRouting }] of Object.entries(rights)) {
  test(`whoami tells what the ${persona} may do`, async ({ context, signInAs }) => {
    await signInAs(persona as PersonaName);
    const whoami = await json<Whoami>(context.request, '/api/v1/whoami');
    const permissions = { editRouting, readConfiguration: true };
    expect(whoami).toMatchObject({ persona: label, strategy: 'demo', allNamespaces: false, readOnly: false });
    expect(whoami.namespaces).toEqual([
      { name: 'bookinfo', persona: label, permissions },
      { name: 'shop', persona: label, permissions },
    ]);
  });
}

test('the viewer has no write controls, the developer is told of theirs', async ({ page, signInAs }) => {
  const writes = /^(create|edit|delete|apply|save|change|new|restart|scale)\b/i;
  await signInAs('viewer');
  for (const path of [
    '/overview',
    '/graph?ns=shop&focus=version/Kubernetes/shop/recommendations/v2',
    '/settings',
  ]) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
    await expect(page.getByRole('button', { name: writes })).toHaveCount(0);
    await expect(page.getByRole('main').getByRole('link', { name: writes })).toHaveCount(0);
  }
  const row = page.getByRole('row', { name: /^bookinfo/ });
  await expect(row.getByRole('cell')).toHaveText(['bookinfo', 'viewer', 'Yes', 'Yes', 'No']);
  await signInAs('developer');
  await page.reload();
  await expect(row.getByRole('cell')).toHaveText(['bookinfo', 'developer', 'Yes', 'Yes', 'Yes']);
});

test('a bearer token gets what the session gets', async ({ context, request, signInAs }) => {
  await signInAs('developer');
  const authorization = { authorization: `Bearer ${tokenOf('developer')}` };
  const [own, theirs] = [
    await json<Whoami>(context.request, '/api/v1/whoami'),
    await json<Whoami>(request, '/api/v1/whoami', authorization),
  ];
  expect({ ...theirs, strategy: 'demo', expiresAt: null }).toEqual({ ...own, expiresAt: null });
  expect(theirs.strategy).toBe('bearer');
  await expect
    .poll(async () => {
      // Between two answers a tick may pass: then the tags differ once.
      const [cookie, bearer] = await Promise.all([
        context.request.get('/api/v1/graph'),
        request.get('/api/v1/graph', { headers: authorization }),
      ]);
      expect([cookie.status(), bearer.status()]).toEqual([200, 200]);
      return (await cookie.text()) === (await bearer.text());
    })
    .toBe(true);
  const nobody = await request.get('/api/v1/graph');
  expect(nobody.status()).toBe(401);
  expect(nobody.headers()['content-type']).toContain('application/problem+json');
  const stranger = await request.get('/api/v1/graph', { headers: { authorization: 'Bearer nobody' } });
  expect(stranger.status()).toBe(401);
});

test('Kubernetes itself refuses what a persona may not do', async () => {
  const { body: object } = await kubernetes('viewer', 'GET', reviews);
  expect(object.kind).toBe('VirtualService');
  const refused = await kubernetes('viewer', 'PUT', `${reviews}?dryRun=All`, object);
  expect(refused).toMatchObject({ status: 403, body: { kind: 'Status', reason: 'Forbidden' } });
  const allowed = await kubernetes('developer', 'PUT', `${reviews}?dryRun=All`, object);
  expect(allowed).toMatchObject({ status: 200, body: { kind: 'VirtualService' } });
  const elsewhere = reviews.replace('bookinfo', hidden);
  expect(await kubernetes('developer', 'GET', elsewhere)).toMatchObject({ status: 403 });
});
