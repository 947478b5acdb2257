/**
 * Splits of what others keep: through a delegate that Git's root hands its requests to, with its Events; and of a service that another
 * controller steers, which is shown and not written. On services of their own.
 */
import { expect, type Page } from '@playwright/test';
import { test } from './support/console-page.ts';
import { kubernetes } from './support/demo.ts';
import { type OwnService, type OwnServiceOptions, ownService } from './support/own-service.ts';

const networking = '/apis/networking.istio.io/v1/namespaces/shop';

interface Rule {
  name?: string;
  delegate?: { name: string; namespace: string };
  route?: { destination: { host: string; subset?: string }; weight?: number }[];
}

interface Routes {
  metadata: { name: string; resourceVersion: string; uid: string };
  spec: { hosts?: string[]; http: Rule[] };
}

async function stored(path: string): Promise<Routes> {
  const { status, body } = await kubernetes('admin', 'GET', path);
  expect([path, status]).toEqual([path, 200]);
  return body as unknown as Routes;
}

const pathOf = (name: string) => `${networking}/virtualservices/${name}`;
const weightsIn = ({ spec }: Routes) =>
  Object.fromEntries(
    (spec.http.at(-1)?.route ?? []).map(({ destination, weight }) => [destination.subset, weight ?? 100]),
  );

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
    } as { metadata: { name: string } },
  ],
];

const action = (page: Page, name: string | RegExp) =>
  page.getByRole('group', { name: 'Actions on this split' }).getByRole('button', { name });

/** What was made past the console a moment ago may not have come to it yet. */
async function isKnown(page: Page, own: OwnService): Promise<void> {
  await expect
    .poll(async () => {
      const path = `/api/v1/splits/world?namespace=${own.namespace}&service=${own.name}`;
      const answer = await page.context().request.get(path);
      if (!answer.ok()) return null;
      const { versions, points } = (await answer.json()) as {
        versions: { ready: number }[];
        points: unknown[];
      };
      return [versions.filter(({ ready }) => ready > 0).length, points.length];
    })
    .toEqual([2, 1]);
}

async function eventsOf({ metadata }: Routes): Promise<string[]> {
  const path = `/api/v1/namespaces/shop/events?fieldSelector=involvedObject.name%3D${metadata.name}`;
  const { body } = await kubernetes('admin', 'GET', path);
  const { items } = body as unknown as { items: { reason: string; involvedObject: { uid?: string } }[] };
  return items.map(({ reason }) => reason);
}

test.beforeEach(async ({ signInAs }) => {
  test.setTimeout(120_000);
  await signInAs('developer');
});

test('a delegate: Git’s rule is never written, nothing rises before it hands over, and Events tell what was done', async ({
  page,
}) => {
  const own = await ownService(page, 'delegate', { portName: 'http-web', besides });
  const delegate = pathOf(`${own.name}-split`);
  try {
    await isKnown(page, own);
    const before = await stored(pathOf(own.name));
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
    expect(weightsIn(await stored(delegate))).toEqual({ v1: 95, v2: 5 });
    expect(await stored(pathOf(own.name))).toMatchObject({ spec: before.spec });

    // Git's commit, as the page says it.
    const now = await stored(pathOf(own.name));
    const [rule] = now.spec.http;
    const handed = {
      ...now,
      spec: {
        ...now.spec,
        http: [{ name: rule?.name, delegate: { name: `${own.name}-split`, namespace: 'shop' } }],
      },
    };
    expect((await kubernetes('admin', 'PUT', pathOf(own.name), handed)).status).toBe(200);
    await expect(waits).toHaveCount(0);
    await action(page, /Advance to 10/).click();
    await expect.poll(async () => weightsIn(await stored(delegate))).toEqual({ v1: 90, v2: 10 });
    await action(page, 'Abort').click();
    await expect(action(page, 'Finish')).toBeVisible();
    expect((await stored(delegate)).spec.http.at(-1)?.route?.[0]).toMatchObject({
      destination: { subset: 'v1' },
      weight: 100,
    });
    expect((await stored(pathOf(own.name))).spec.http).toEqual(handed.spec.http);
    expect(await eventsOf(await stored(delegate))).toEqual(
      expect.arrayContaining(['TrafficSplitStarted', 'TrafficSplitChanged', 'TrafficSplitAborted']),
    );
    await action(page, 'Finish').click();
    await expect(page.getByText('This split is over')).toBeVisible();
    // A delegate that a root names stays.
    expect((await stored(delegate)).spec.http).toHaveLength(1);
  } finally {
    await kubernetes('admin', 'DELETE', delegate);
    await own.remove();
  }
});

test('what Argo Rollouts steers is shown with its shares, and cannot be split here', async ({ page }) => {
  const own = await ownService(page, 'rollout', {
    portName: 'http-web',
    besides: (name) => [
      [
        `${networking}/destinationrules`,
        {
          apiVersion: 'networking.istio.io/v1',
          kind: 'DestinationRule',
          metadata: { name, annotations: { 'argo-rollouts.argoproj.io/managed-by-rollouts': name } },
          spec: {
            host: name,
            subsets: ['v1', 'v2'].map((one) => ({ name: one, labels: { version: one } })),
          },
        } as { metadata: { name: string } },
      ],
      [
        `${networking}/virtualservices`,
        {
          apiVersion: 'networking.istio.io/v1',
          kind: 'VirtualService',
          metadata: { name },
          spec: {
            hosts: [name],
            http: [
              {
                name: 'primary',
                route: [
                  { destination: { host: name, subset: 'v1' }, weight: 80 },
                  { destination: { host: name, subset: 'v2' }, weight: 20 },
                ],
              },
            ],
          },
        } as { metadata: { name: string } },
      ],
    ],
  });
  try {
    await isKnown(page, own);
    await page.goto(`/splits/new?service=shop/${own.name}`);
    await expect(page.getByText(/Argo Rollouts/).first()).toBeVisible();
    await expect(page.getByRole('button', { name: 'Next: Versions' })).toBeDisabled();
    await page.goto(`/splits/shop/${own.name}`);
    await expect(page.getByText('Steered by Argo Rollouts')).toBeVisible();
    await expect(page.getByRole('region', { name: 'Shares of the versions' })).toContainText('20.0 %');
    await expect(action(page, 'Abort')).toHaveCount(0);
    expect(weightsIn(await stored(pathOf(own.name)))).toEqual({ v1: 80, v2: 20 });
  } finally {
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
        } as { metadata: { name: string } },
      ],
    ],
  });
  try {
    await isKnown(page, own);
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
    const written = await stored(pathOf(own.name));
    expect(written.spec.http.map(({ name }) => name)).toEqual([
      expect.stringMatching(/^sluice-own-hosts-.*-host-/),
      'main',
    ]);
    expect(written.spec.http[1]?.route).toEqual([{ destination: { host: own.name } }]);
    await action(page, /Advance to 10/).click();
    await expect
      .poll(async () => (await stored(pathOf(own.name))).spec.http[0]?.route?.map(({ weight }) => weight))
      .toEqual([90, 10]);
    await action(page, 'Abort').click();
    await expect(action(page, 'Finish')).toBeVisible();
    expect((await stored(pathOf(own.name))).spec.http[0]?.route?.[0]?.weight).toBe(100);
  } finally {
    await own.remove();
  }
});
