/** Splits of what Git keeps, through a delegate that its root hands its requests to, with its Events; and a rule split for one of its hosts. */
import { expect } from '@playwright/test';
import { test } from './support/console-page.ts';
import { kubernetes } from './support/demo.ts';
import { type OwnServiceOptions, ownService } from './support/own-service.ts';
import { action, isOver, untilKnown } from './support/split-pages.ts';
import { httpRulesOf, pathOf, type Routes, routesOf, weightsOf } from './support/written-routes.ts';

const networking = '/apis/networking.istio.io/v1/namespaces/shop';

const inShop = (name: string) => ({ namespace: 'shop', name });
const weightsIn = async (name: string) => weightsOf((await httpRulesOf(inShop(name))).at(-1));

const besides: NonNullable<OwnServiceOptions['besides']> = (name) => [
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
      spec: {
        hosts: [name],
        http: [{ name: 'main', timeout: '4s', route: [{ destination: { host: name } }] }],
      },
    },
  ],
];

async function eventsOf({ metadata }: Routes): Promise<string[]> {
  const path = `/api/v1/namespaces/shop/events?fieldSelector=involvedObject.name%3D${metadata.name}`;
  const { body } = await kubernetes<{ items: { reason: string }[] }>('admin', 'GET', path);
  return body.items.map(({ reason }) => reason);
}

test.beforeEach(async ({ signInAs }) => {
  test.setTimeout(120_000);
  await signInAs('developer');
});

test('a delegate: Git’s rule is never written, nothing rises before it hands over, and Events tell what was done', async ({
  page,
}) => {
  const own = await ownService(page, 'delegate', { portName: 'http-web', besides });
  const delegate = inShop(`${own.name}-split`);
  try {
    await untilKnown(page, own, { versions: 2, points: 1 });
    const before = await routesOf(own);
    await page.goto(`/splits/new?service=shop/${own.name}&strategy=canary&step=where`);
    await page.getByRole('radio', { name: /Through a delegate/ }).check();
    await page.getByRole('button', { name: 'To Review' }).click();
    await expect(page.getByText(/Nothing moves until Git’s/)).toBeVisible();
    await expect(page.getByText('As it will be once Git has handed the route over.')).toBeVisible();
    await expect(page.getByText('Dry run passed.')).toBeVisible();
    await page.getByRole('button', { name: 'Start the split' }).click();
    await expect(page).toHaveURL(new RegExp(`/splits/shop/${own.name}$`), { timeout: 30_000 });
    await expect(page.getByText('Mode: delegate of Git’s root')).toBeVisible();
    const waits = page.getByText(/this split moves nothing yet/);
    await expect(waits).toBeVisible();
    await expect(action(page, /Advance to 10/)).toHaveAttribute('aria-disabled', 'true');
    expect(await weightsIn(delegate.name)).toEqual({ v1: 95, v2: 5 });
    expect(await routesOf(own)).toEqual(before);

    // Git's commit, as the page says it.
    const now = await routesOf(own);
    const [rule] = now.spec.http ?? [];
    const handed = {
      ...now,
      spec: {
        ...now.spec,
        http: [{ name: rule?.name, delegate: { name: `${own.name}-split`, namespace: 'shop' } }],
      },
    };
    expect((await kubernetes('admin', 'PUT', pathOf(own.namespace, own.name), handed)).status).toBe(200);
    const root = await routesOf(own);
    await expect(waits).toHaveCount(0);
    await action(page, /Advance to 10/).click();
    await expect.poll(() => weightsIn(delegate.name)).toEqual({ v1: 90, v2: 10 });
    await action(page, 'Abort').click();
    await isOver(page);
    expect((await httpRulesOf(delegate)).at(-1)?.route?.[0]).toMatchObject({
      destination: { subset: 'v1' },
      weight: 100,
    });
    expect(await eventsOf(await routesOf(delegate))).toEqual(
      expect.arrayContaining(['TrafficSplitStarted', 'TrafficSplitChanged', 'TrafficSplitAborted']),
    );
    await action(page, 'Finish').click();
    await expect(page.getByText('This split is over')).toBeVisible();
    // Not a byte of it, whatever was done.
    expect(await routesOf(own)).toEqual(root);
    // A delegate that a root names stays.
    expect(await httpRulesOf(delegate)).toHaveLength(1);
  } finally {
    await kubernetes('admin', 'DELETE', pathOf(delegate.namespace, delegate.name));
    await own.remove();
  }
});

test('a rule of two hosts is split for one of them: the other’s callers stay where they are', async ({
  page,
}) => {
  const own = await ownService(page, 'hosts', {
    portName: 'http-web',
    besides: (name) => [
      [
        `${networking}/virtualservices`,
        {
          apiVersion: 'networking.istio.io/v1',
          kind: 'VirtualService',
          metadata: { name },
          spec: {
            hosts: [`${name}.shop.svc.cluster.local`, `${name}.lab.example`],
            http: [{ name: 'main', timeout: '4s', route: [{ destination: { host: name } }] }],
          },
        },
      ],
    ],
  });
  try {
    await untilKnown(page, own, { versions: 2, points: 1 });
    await page.goto(`/splits/new?service=shop/${own.name}&strategy=canary&step=where`);
    const internal = page.getByRole('checkbox', { name: `${own.name}.shop.svc.cluster.local` });
    const lab = page.getByRole('checkbox', { name: `${own.name}.lab.example` });
    await internal.uncheck();
    await lab.uncheck();
    await expect(page.getByText('Choose at least one host of the route.').first()).toBeVisible();
    await lab.check();
    await page.getByRole('button', { name: 'To Review' }).click();
    await expect(page.getByText(`Callers of ${own.name}.lab.example in the mesh`).first()).toBeVisible();
    await expect(page.getByText(/they go past the split/).first()).toBeVisible();
    await expect(page.getByText('Dry run passed.')).toBeVisible();
    await page.getByRole('button', { name: 'Start the split' }).click();
    await expect(page).toHaveURL(new RegExp(`/splits/shop/${own.name}$`), { timeout: 30_000 });
    const written = await routesOf(own);
    expect(written.spec.http?.map(({ name }) => name)).toEqual([
      expect.stringMatching(/^sluice-own-hosts-.*-host-/),
      'main',
    ]);
    expect(written.spec.http?.[1]?.route).toEqual([{ destination: { host: own.name } }]);
    await action(page, /Advance to 10/).click();
    await expect
      .poll(async () => (await httpRulesOf(own))[0]?.route?.map(({ weight }) => weight))
      .toEqual([90, 10]);
    await action(page, 'Abort').click();
    await isOver(page);
    expect((await httpRulesOf(own))[0]?.route?.[0]?.weight).toBe(100);
  } finally {
    await own.remove();
  }
});
