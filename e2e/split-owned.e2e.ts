/**
 * Splits that Argo Rollouts, Flagger or KubeSphere steers: shown from their own objects, handed over to them with the rights of who
 * presses, and nothing of Istio's written. Their controllers are not here: what they would say, the journey writes.
 */
import { expect, type Locator, type Page } from '@playwright/test';
import { test } from './support/console-page.ts';
import { kubernetes } from './support/demo.ts';
import { type OwnObject, type OwnService, ownService } from './support/own-service.ts';
import { liveOf, untilKnown, wizardOf } from './support/split-pages.ts';
import { routesOf } from './support/written-routes.ts';

const namespace = 'shop';
const networking = `/apis/networking.istio.io/v1/namespaces/${namespace}`;
const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;

interface Kind {
  collection: string;
  apiVersion: string;
  kind: string;
  /** As a Role names it. */
  group: string;
  plural: string;
}

const kindOf = (group: string, version: string, kind: string, plural: string): Kind => ({
  collection: `/apis/${group}/${version}/namespaces/${namespace}/${plural}`,
  apiVersion: `${group}/${version}`,
  kind,
  group,
  plural,
});
const rollouts = kindOf('argoproj.io', 'v1alpha1', 'Rollout', 'rollouts');
const canaries = kindOf('flagger.app', 'v1beta1', 'Canary', 'canaries');
const strategies = kindOf('servicemesh.kubesphere.io', 'v1alpha2', 'Strategy', 'strategies');

const rules = (name: string, metadata: object): [string, OwnObject][] => [
  [
    `${networking}/destinationrules`,
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: { name, ...metadata },
      spec: { host: name, subsets: ['v1', 'v2'].map((version) => ({ name: version, labels: { version } })) },
    },
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
            name: 'main',
            route: [
              { destination: { host: name, subset: 'v1' }, weight: 80 },
              { destination: { host: name, subset: 'v2' }, weight: 20 },
            ],
          },
        ],
      },
    },
  ],
];

/** What an admin grants beside the console's own roles, to developers. */
function grant({ group, plural }: Kind, name: string, verbs: readonly string[]): [string, OwnObject][] {
  const resources = plural === 'rollouts' ? [plural, `${plural}/status`] : [plural];
  const role = `${name}-steers`;
  return [
    [
      `${rbac}/roles`,
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        metadata: { name: role },
        rules: [{ apiGroups: [group], resources, verbs }],
      },
    ],
    [
      `${rbac}/rolebindings`,
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: role },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: role },
        subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'app-developers' }],
      },
    ],
  ];
}

interface Steered {
  own: OwnService;
  /** The owner's object as it is now. */
  read(): Promise<{ spec: Record<string, unknown>; status: Record<string, unknown> }>;
  /** As its controller would. */
  tell(status: object): Promise<void>;
}

async function steered(
  page: Page,
  kind: Kind,
  parts: {
    spec: (name: string) => object;
    status: object;
    marks: (name: string) => object;
    verbs: readonly string[];
  },
  journey: (steered: Steered) => Promise<void>,
): Promise<void> {
  const own = await ownService(page, kind.kind.toLowerCase(), {
    portName: 'http-web',
    besides: (name) => [
      [
        kind.collection,
        { apiVersion: kind.apiVersion, kind: kind.kind, metadata: { name }, spec: parts.spec(name) },
      ],
      ...grant(kind, name, parts.verbs),
      ...rules(name, parts.marks(name)),
    ],
  });
  const path = `${kind.collection}/${own.name}`;
  const tell: Steered['tell'] = async (status) => {
    expect((await kubernetes('admin', 'PATCH', `${path}/status`, { status })).status).toBe(200);
  };
  try {
    await tell(parts.status);
    await untilKnown(page, own, { versions: 2 });
    const read = async () => {
      const { body } = await kubernetes<Awaited<ReturnType<Steered['read']>>>('admin', 'GET', path);
      return body;
    };
    await journey({ own, read, tell });
  } finally {
    await own.remove();
  }
}

const notice = (page: Page, owner: string): Locator =>
  page
    .getByRole('tabpanel')
    .locator('section')
    .filter({ hasText: `${owner} steers this split` });

/** Of the routes, as Kubernetes counts. */
async function versionOf(own: OwnService): Promise<string> {
  return (await routesOf(own)).metadata.resourceVersion;
}

async function refusesTheWizard(page: Page, own: OwnService, owner: string): Promise<void> {
  await page.goto(wizardOf(own, 'step=strategy'));
  await expect(page.getByRole('main')).toContainText(`${owner} steers this service with`);
  await expect(page.getByRole('button', { name: /^Next/ })).toBeDisabled();
  await page.getByRole('link', { name: 'Watch it live' }).click();
  await expect(page).toHaveURL(new RegExp(`${liveOf(own)}$`));
}

test.beforeEach(async ({ signInAs }) => {
  test.setTimeout(120_000);
  await signInAs('developer');
});

test('Argo Rollouts: shown step by step, asked for the next one and to abort, and no route is written', async ({
  page,
  signInAs,
}) => {
  await steered(
    page,
    rollouts,
    {
      spec: () => ({
        strategy: { canary: { steps: [{ setWeight: 20 }, { pause: {} }, { setWeight: 50 }] } },
      }),
      status: {
        phase: 'Paused',
        message: 'CanaryPauseStep',
        currentStepIndex: 1,
        currentPodHash: 'b',
        stableRS: 'a',
        pauseConditions: [{ reason: 'CanaryPauseStep', startTime: '2026-11-29T10:00:00Z' }],
        canary: { weights: { canary: { weight: 20 } } },
      },
      marks: (name) => ({ annotations: { 'argo-rollouts.argoproj.io/managed-by-rollouts': name } }),
      verbs: ['get', 'patch'],
    },
    async ({ own, read, tell }) => {
      const before = await versionOf(own);
      await refusesTheWizard(page, own, 'Argo Rollouts');
      const said = notice(page, 'Argo Rollouts');
      await expect(said).toContainText('Its phase: Paused. Step 1 of 3.');
      await expect(said).toContainText('the candidate has 20 %');
      await expect(page.getByRole('region', { name: 'Shares of the versions' })).toContainText('20.0 %');
      // Nothing of the console's own beside.
      await expect(page.getByRole('group', { name: 'Actions on this split' })).toHaveCount(0);

      await said.getByRole('button', { name: 'Promote one step' }).click();
      await expect(page.getByText('Argo Rollouts was asked.')).toBeVisible();
      await expect.poll(async () => (await read()).status.pauseConditions).toBeUndefined();
      await tell({ phase: 'Progressing', message: null, currentStepIndex: 2, pauseConditions: null });
      await expect(said).toContainText('Its phase: Progressing. Step 2 of 3.');

      await said.getByRole('button', { name: 'Abort' }).click();
      await expect.poll(async () => (await read()).status.abort).toBe(true);
      await tell({ phase: 'Degraded', message: 'RolloutAborted: Rollout aborted update to revision 2' });
      await expect(said).toContainText('Its phase: Degraded.');
      await said.getByRole('button', { name: 'Try again' }).click();
      await expect.poll(async () => (await read()).status.abort).toBe(false);
      expect(await versionOf(own)).toBe(before);

      // Who may do nothing is shown nothing to press.
      await signInAs('viewer');
      await page.goto(liveOf(own));
      await expect(said).toContainText('You may not read Rollout');
      await expect(said.getByRole('button')).toHaveCount(0);
    },
  );
});

test('Flagger: paused and resumed by its own switch; its gate is opened by the command that is shown', async ({
  page,
}) => {
  await steered(
    page,
    canaries,
    {
      spec: () => ({
        analysis: {
          webhooks: [
            { name: 'ask', type: 'confirm-promotion', url: 'http://flagger-loadtester.test/gate/check' },
          ],
        },
      }),
      status: { phase: 'Progressing', canaryWeight: 20, iterations: 0 },
      marks: (name) => ({
        ownerReferences: [
          {
            apiVersion: 'flagger.app/v1beta1',
            kind: 'Canary',
            name,
            uid: '4a3e9b6e-5d0f-4a6b-8a50-000000000000',
          },
        ],
      }),
      verbs: ['get', 'patch'],
    },
    async ({ own, read }) => {
      const before = await versionOf(own);
      await refusesTheWizard(page, own, 'Flagger');
      const said = notice(page, 'Flagger');
      await expect(said).toContainText('Its phase: Progressing. By its own account the candidate has 20 %.');
      await expect(said).toContainText(
        `curl -d '{"name":"${own.name}","namespace":"shop"}' http://flagger-loadtester.test/gate/open`,
      );
      await said.getByRole('button', { name: 'Pause' }).click();
      await expect.poll(async () => (await read()).spec.suspend).toBe(true);
      await said.getByRole('button', { name: 'Resume' }).click();
      await expect.poll(async () => (await read()).spec.suspend).toBe(false);
      expect(await versionOf(own)).toBe(before);
    },
  );
});

test('KubeSphere: its strategy is shown, and nothing of it can be asked here', async ({ page }) => {
  await steered(
    page,
    strategies,
    {
      spec: (name) => ({ type: 'Canary', governor: 'v1', template: { spec: { hosts: [name] } } }),
      status: {},
      marks: () => ({}),
      verbs: ['list'],
    },
    async ({ own }) => {
      const path = `/api/v1/namespaces/${namespace}/services/${own.name}`;
      const mark = { metadata: { annotations: { 'servicemesh.kubesphere.io/enabled': 'true' } } };
      expect((await kubernetes('admin', 'PATCH', path, mark)).status).toBe(200);
      await untilSteered(page, own);
      await refusesTheWizard(page, own, 'KubeSphere');
      const said = notice(page, 'KubeSphere');
      await expect(said).toContainText('Its phase: Canary. v1 has all of the traffic.');
      await expect(said).toContainText('Take over, adjust and finish in KubeSphere’s grayscale release.');
      await expect(said.getByRole('button')).toHaveCount(0);
    },
  );
});

/** What was marked past the console a moment ago may not have come to it yet. */
async function untilSteered(page: Page, own: OwnService): Promise<void> {
  const path = `/api/v1/splits/world?namespace=${own.namespace}&service=${own.name}`;
  await expect
    .poll(async () => {
      const answer = await page.context().request.get(path);
      return ((await answer.json()) as { foreign: { owner: string } | null }).foreign?.owner;
    })
    .toBe('kubesphere');
}
