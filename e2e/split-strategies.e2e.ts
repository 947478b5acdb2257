/**
 * Each kind of split from its start in the wizard to its end in the live view, on services of their own: what is written, that it can be
 * steered, and that all of it goes again.
 */
import { expect, type Page } from '@playwright/test';
import { test } from './support/console-page.ts';
import { kubernetes } from './support/demo.ts';
import { type OwnService, type OwnServiceOptions, ownService, port } from './support/own-service.ts';
import { action, finish, isOver, start, untilKnown, wizardOf } from './support/split-pages.ts';
import { pathOf, type Routes, type Rule, routesOf, weightsOf } from './support/written-routes.ts';

const networking = '/apis/networking.istio.io/v1/namespaces/shop';

const written = async (own: OwnService, layer: 'http' | 'tcp' | 'tls' = 'http') =>
  weightsOf((await routesOf(own)).spec[layer]?.at(-1));

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

async function openWizard(page: Page, own: OwnService, query: string): Promise<void> {
  await untilKnown(page, own, { versions: 2 });
  await page.goto(wizardOf(own, query));
}

/** As its sync does: the rule says what Git says, and the object is as it was otherwise. */
async function asArgoCd(own: OwnService, name: string, route: Rule['route']): Promise<Routes> {
  const now = await routesOf(own);
  const path = `${pathOf(own.namespace, own.name)}?fieldManager=argocd-controller`;
  const put = await kubernetes('admin', 'PUT', path, {
    ...now,
    spec: { ...now.spec, http: [{ name, route }] },
  });
  expect(put.status).toBe(200);
  return routesOf(own);
}

const rail = (page: Page) => page.getByRole('complementary').last();

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
    expect(weightsOf(preview)).toEqual({ v2: 100 });
    expect(weightsOf(target)).toEqual({ v1: 100, v2: 0 });
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
    expect(weightsOf(ab)).toEqual({ v2: 100 });
    expect(weightsOf(target)).toEqual({ v1: 100 });
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
    expect(weightsOf(sticky)).toEqual({ v2: 100 });
    expect(weightsOf(target)).toEqual({ v1: 95, v2: 5 });
    expect(JSON.stringify(target?.route?.[1]?.headers)).toContain('set-cookie');
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
        },
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
          },
        ],
      ],
    };
    await withService(page, plural, options, async (own) => {
      const backends = async () => {
        const { body } = await kubernetes<{
          spec: { rules: { backendRefs: { name: string; weight: number }[] }[] };
        }>('admin', 'GET', `${collection}/${own.name}`);
        return Object.fromEntries(
          (body.spec.rules[0]?.backendRefs ?? []).map(({ name, weight }) => [name.slice(-2), weight]),
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
        },
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
    // Git's controller puts its own state back within the minute: told, and never written against.
    const git = await asArgoCd(own, 'main', [{ destination: { host: own.name } }]);
    const back = page.getByRole('alert').filter({ hasText: 'Changed by' });
    await expect(back).toContainText('Argo CD brings its own state back whenever it differs');
    await page.reload();
    await expect(back).toContainText('argocd-controller');
    expect(await routesOf(own)).toEqual(git);
    await action(page, 'Abort').click();
    await expect(
      page.getByText('Git has to say the same, or its controller brings the old state back:'),
    ).toBeVisible();
    expect((await written(own)).v1).toBe(100);
  });
});
