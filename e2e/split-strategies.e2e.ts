/**
 * Each kind of split from its start in the wizard to its end in the live view, on services of their own: what is written, that it can be
 * steered, and that all of it goes again.
 */
import { expect, type Page } from '@playwright/test';
import { test } from './support/console-page.ts';
import { kubernetes } from './support/demo.ts';
import { type OwnService, type OwnServiceOptions, ownService, port } from './support/own-service.ts';

interface Destination {
  destination: { host: string; subset?: string };
  weight?: number;
  headers?: object;
}

interface Rule {
  name?: string;
  match?: object[];
  route: Destination[];
  mirror?: object;
  mirrorPercentage?: { value: number };
}

interface Routes {
  metadata: { resourceVersion: string; annotations?: Record<string, string> };
  spec: { hosts: string[]; http?: Rule[]; tcp?: Rule[]; tls?: Rule[] };
}

const networking = '/apis/networking.istio.io/v1/namespaces/shop';

async function routesOf({ name }: OwnService): Promise<Routes> {
  const { status, body } = await kubernetes('admin', 'GET', `${networking}/virtualservices/${name}`);
  expect(status).toBe(200);
  return body as unknown as Routes;
}

const weightsOf = ({ route }: Rule) =>
  Object.fromEntries(
    route.map(({ destination, weight }) => [destination.subset ?? destination.host, weight ?? 100]),
  );

const written = async (own: OwnService, layer: 'http' | 'tcp' | 'tls' = 'http') =>
  weightsOf((await routesOf(own)).spec[layer]?.at(-1) ?? { route: [] });

async function withService(
  page: Page,
  kind: string,
  options: OwnServiceOptions,
  journey: (own: OwnService) => Promise<void>,
): Promise<void> {
  const own = await ownService(page, kind, options);
  try {
    await journey(own);
  } finally {
    await own.remove();
  }
}

const wizardOf = (own: OwnService, query: string) =>
  `/splits/new?service=${own.namespace}/${own.name}&${query}`;
const liveOf = (own: OwnService) => `/splits/${own.namespace}/${own.name}`;

/** What was made past the console a moment ago may not have come to it yet. */
async function openWizard(page: Page, own: OwnService, query: string): Promise<void> {
  const known = await expect
    .poll(async () => {
      const world = await page
        .context()
        .request.get(`/api/v1/splits/world?namespace=${own.namespace}&service=${own.name}`);
      if (!world.ok()) return 0;
      const { versions } = (await world.json()) as { versions: { ready: number }[] };
      return versions.filter(({ ready }) => ready > 0).length;
    })
    .toBe(2);
  await page.goto(wizardOf(own, query));
  return known;
}

async function start(page: Page, own: OwnService): Promise<void> {
  await expect(page.getByText('Dry run passed.')).toBeVisible();
  await page.getByRole('button', { name: 'Start the split' }).click();
  await expect(page).toHaveURL(new RegExp(`${liveOf(own)}$`), { timeout: 30_000 });
  await expect(page.getByRole('heading', { level: 1, name: own.name })).toBeVisible();
}

const action = (page: Page, name: string | RegExp) =>
  page.getByRole('group', { name: 'Actions on this split' }).getByRole('button', { name });
const isOver = (page: Page) => expect(action(page, 'Finish')).toBeVisible();
const rail = (page: Page) => page.getByRole('complementary').last();

async function finish(page: Page): Promise<void> {
  await action(page, 'Finish').click();
  await expect(page.getByText('This split is over')).toBeVisible();
}

test.beforeEach(async ({ signInAs }) => {
  test.setTimeout(120_000);
  await signInAs('developer');
});

test('blue-green: a header sees the new version first, one press flips it and back', async ({ page }) => {
  await withService(page, 'flip', { portName: 'http-web' }, async (own) => {
    await openWizard(page, own, 'strategy=blue-green&step=review');
    await start(page, own);
    const [preview, target] = (await routesOf(own)).spec.http ?? [];
    expect(preview?.match).toEqual([{ headers: { 'x-preview': { exact: 'v2' } } }]);
    expect(weightsOf(preview as Rule)).toEqual({ v2: 100 });
    expect(weightsOf(target as Rule)).toEqual({ v1: 100, v2: 0 });
    await expect(rail(page)).toContainText('requests with x-preview: v2 see it');

    await action(page, 'Flip to v2').click();
    await expect(action(page, 'Flip back to v1')).toBeVisible();
    expect((await routesOf(own)).spec.http).toHaveLength(1);
    expect(await written(own)).toEqual({ v1: 0, v2: 100 });
    await action(page, 'Flip back to v1').click();
    await expect(action(page, 'Flip to v2')).toBeVisible();
    expect((await routesOf(own)).spec.http).toHaveLength(2);
    expect(await written(own)).toEqual({ v1: 100, v2: 0 });

    await action(page, 'Promote').click();
    await expect(page.getByText('Promoted: v2 answers everything')).toBeVisible();
    expect((await routesOf(own)).spec.http).toHaveLength(1);
    expect((await written(own)).v2).toBe(100);
    await finish(page);
    expect((await routesOf(own)).metadata.annotations ?? {}).not.toHaveProperty('sluice.dev/release');
  });
});

test('A/B: either of two conditions reaches the new version, and an abort takes the rule off', async ({
  page,
}) => {
  await withService(page, 'ab', { portName: 'http-web' }, async (own) => {
    await openWizard(page, own, 'strategy=ab&step=review');
    await start(page, own);
    const [ab, target] = (await routesOf(own)).spec.http ?? [];
    expect(ab?.match).toEqual([{ headers: { 'x-cohort': { exact: 'beta' } } }]);
    expect(weightsOf(ab as Rule)).toEqual({ v2: 100 });
    expect(weightsOf(target as Rule)).toEqual({ v1: 100 });
    await expect(rail(page)).toContainText('x-cohort');
    await expect(action(page, 'Set…')).toHaveCount(0);
    await action(page, 'Abort').click();
    await isOver(page);
    expect((await routesOf(own)).spec.http).toHaveLength(1);
    expect(await written(own)).toEqual({ v1: 100 });
  });
});

test('mirror: copies of a share, of more of them, and of none', async ({ page }) => {
  await withService(page, 'mirror', { portName: 'http-web' }, async (own) => {
    await openWizard(page, own, 'strategy=mirror&step=review');
    await start(page, own);
    const mirrored = async () => {
      const rule = (await routesOf(own)).spec.http?.at(-1);
      return { to: rule?.mirror, percent: rule?.mirrorPercentage?.value };
    };
    expect(await mirrored()).toMatchObject({ to: { subset: 'v2' }, percent: 10 });
    expect(await written(own)).toEqual({ v1: 100 });
    await expect(page.getByText('mirrored, not user-facing')).toBeVisible();
    await action(page, 'Set…').click();
    await page.getByRole('textbox', { name: 'Percent of requests' }).fill('50');
    await page.getByRole('button', { name: 'Set to 50 %' }).click();
    await expect(rail(page)).toContainText('50 % of requests are copied to v2');
    expect((await mirrored()).percent).toBe(50);
    await action(page, 'Abort').click();
    await isOver(page);
    expect(await mirrored()).toEqual({ to: undefined, percent: undefined });
  });
});

test('a sticky canary: who got the new version keeps it by cookie, until an abort frees them', async ({
  page,
}) => {
  await withService(page, 'sticky', { portName: 'http-web' }, async (own) => {
    await openWizard(page, own, 'strategy=canary&step=strategy');
    await page.getByRole('switch', { name: 'Keep users on their version' }).check();
    await page.getByRole('button', { name: 'To Review' }).click();
    await start(page, own);
    const [sticky, target] = (await routesOf(own)).spec.http ?? [];
    expect(JSON.stringify(sticky?.match)).toContain('sluice-rel=');
    expect(weightsOf(sticky as Rule)).toEqual({ v2: 100 });
    expect(weightsOf(target as Rule)).toEqual({ v1: 95, v2: 5 });
    expect(JSON.stringify(target?.route[1]?.headers)).toContain('set-cookie');
    await expect(page.getByText('Sticky by cookie')).toBeVisible();
    await action(page, /Advance to 10/).click();
    await expect.poll(() => written(own)).toEqual({ v1: 90, v2: 10 });
    await action(page, 'Abort').click();
    await isOver(page);
    const after = (await routesOf(own)).spec.http ?? [];
    expect(after).toHaveLength(1);
    expect(JSON.stringify(after)).not.toMatch(/cookie/i);
  });
});

test('TCP: weights and nothing else, for new connections', async ({ page }) => {
  await withService(page, 'tcp', { portName: 'tcp-sql' }, async (own) => {
    await openWizard(page, own, 'strategy=canary&step=strategy');
    await expect(page.getByText('weights count for new connections only')).toBeVisible();
    await expect(page.getByRole('switch', { name: 'Keep users on their version' })).toBeDisabled();
    for (const name of ['A/B', 'Mirror']) await expect(page.getByRole('radio', { name })).toBeDisabled();
    await page.getByRole('button', { name: 'To Review' }).click();
    await start(page, own);
    expect(await written(own, 'tcp')).toEqual({ v1: 95, v2: 5 });
    await action(page, /Advance to 10/).click();
    await expect.poll(() => written(own, 'tcp')).toEqual({ v1: 90, v2: 10 });
    await action(page, 'Abort').click();
    await isOver(page);
    expect((await written(own, 'tcp')).v1).toBe(100);
  });
});

test('TLS passthrough: the names stay, the weights move', async ({ page }) => {
  const sniHosts = (name: string) => [`${name}.shop.svc.cluster.local`];
  const options: OwnServiceOptions = {
    portName: 'tls-vault',
    besides: (name) => [
      [
        `${networking}/virtualservices`,
        {
          apiVersion: 'networking.istio.io/v1',
          kind: 'VirtualService',
          metadata: { name },
          spec: {
            hosts: sniHosts(name),
            tls: [{ match: [{ port, sniHosts: sniHosts(name) }], route: [{ destination: { host: name } }] }],
          },
        } as { metadata: { name: string } },
      ],
    ],
  };
  await withService(page, 'tls', options, async (own) => {
    await openWizard(page, own, 'strategy=canary&step=review');
    await start(page, own);
    expect(await written(own, 'tls')).toEqual({ v1: 95, v2: 5 });
    await action(page, 'Promote').click();
    await expect(page.getByText('Promoted: v2 answers everything')).toBeVisible();
    expect((await written(own, 'tls')).v2).toBe(100);
    expect((await routesOf(own)).spec.tls?.[0]?.match).toEqual([{ port, sniHosts: sniHosts(own.name) }]);
  });
});

for (const { kind, portName } of [
  { kind: 'HTTPRoute', portName: 'http-web' },
  { kind: 'GRPCRoute', portName: 'grpc-api' },
]) {
  const plural = `${kind.toLowerCase()}s`;
  const collection = `/apis/gateway.networking.k8s.io/v1/namespaces/shop/${plural}`;
  test(`${kind}: Services are the versions, and the weights of backendRefs are what moves`, async ({
    page,
    signInAs,
  }) => {
    // Nobody but the administrator writes the Gateway API here.
    await signInAs('admin');
    const options: OwnServiceOptions = {
      portName,
      perVersion: true,
      besides: (name) => [
        [
          collection,
          {
            apiVersion: 'gateway.networking.k8s.io/v1',
            kind,
            metadata: { name },
            spec: {
              parentRefs: [{ name: 'docs' }],
              hostnames: ['docs.shop.example'],
              rules: [{ backendRefs: [{ name: `${name}-v1`, port, weight: 1 }] }],
            },
          } as { metadata: { name: string } },
        ],
      ],
    };
    await withService(page, plural, options, async (own) => {
      const backends = async () => {
        const { body } = await kubernetes('admin', 'GET', `${collection}/${own.name}`);
        const { spec } = body as unknown as {
          spec: { rules: { backendRefs: { name: string; weight: number }[] }[] };
        };
        return Object.fromEntries(
          (spec.rules[0]?.backendRefs ?? []).map(({ name, weight }) => [name.slice(-2), weight]),
        );
      };
      await openWizard(page, own, 'strategy=canary&step=review');
      await start(page, own);
      expect(await backends()).toEqual({ v1: 95, v2: 5 });
      await action(page, /Advance to 10/).click();
      await expect.poll(backends).toEqual({ v1: 90, v2: 10 });
      await action(page, 'Abort').click();
      await isOver(page);
      expect(await backends()).toMatchObject({ v1: 100 });
      expect((await backends()).v2 ?? 0).toBe(0);
    });
  });
}

test('over Git: weights alone, with what Argo CD has to be told, and what Git has to say after an abort', async ({
  page,
}) => {
  const options: OwnServiceOptions = {
    portName: 'http-web',
    besides: (name) => [
      [
        `${networking}/virtualservices`,
        {
          apiVersion: 'networking.istio.io/v1',
          kind: 'VirtualService',
          metadata: {
            name,
            annotations: {
              'argocd.argoproj.io/tracking-id': `${name}:networking.istio.io/VirtualService:shop/${name}`,
            },
          },
          spec: { hosts: [name], http: [{ name: 'main', route: [{ destination: { host: name } }] }] },
        } as { metadata: { name: string } },
      ],
    ],
  };
  await withService(page, 'git', options, async (own) => {
    await openWizard(page, own, 'strategy=canary&step=where');
    await expect(page.getByRole('radio', { name: /Write over it/ })).toBeChecked();
    await page.getByRole('button', { name: 'To Review' }).click();
    await expect(page.getByText('ignoreDifferences').first()).toBeVisible();
    await start(page, own);
    await expect(page.getByText('Mode: written over Git')).toBeVisible();
    expect((await routesOf(own)).spec.http).toHaveLength(1);
    expect(await written(own)).toEqual({ v1: 95, v2: 5 });
    await action(page, 'Abort').click();
    await expect(page.getByText('Git has to say the same')).toBeVisible();
    expect((await written(own)).v1).toBe(100);
  });
});
