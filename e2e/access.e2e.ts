/** Rights: what one may do and what to ask for; who may do what; a persona granted, undone, and refused where the granter holds less. */
import { type Browser, expect, type Page } from '@playwright/test';
import type { Access } from '#lib/api/access/access.ts';
import { alone } from './support/alone.ts';
import { type PersonaName, test } from './support/console-page.ts';
import { consoleUrl, kubernetes } from './support/demo.ts';

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const bindings = (namespace: string) => `${rbac}/namespaces/${namespace}/rolebindings`;
const main = (page: Page) => page.getByRole('main');
const ability = (page: Page, name: string) =>
  main(page)
    .getByRole('table', { name: 'What you may do here' })
    .getByRole('row', { name: new RegExp(`^${name} `) });

/** Somebody else, in a browser of their own. */
async function other(browser: Browser, persona: PersonaName): Promise<Page> {
  const context = await browser.newContext({ baseURL: consoleUrl, locale: 'en-GB' });
  const answer = await context.request.post('/api/v1/session', {
    data: { strategy: 'demo', persona },
    headers: { origin: consoleUrl },
  });
  expect(answer.status()).toBe(200);
  return context.newPage();
}

/** A Gateway that would be made in bookinfo: an admin's right there, not a developer's. Nothing is kept. */
async function triesGateway(page: Page): Promise<string> {
  const name = 'access-trial';
  const text = `apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata:\n  name: ${name}\n  namespace: bookinfo\nspec:\n  selector: {istio: none}\n  servers:\n  - port: {number: 8081, name: http, protocol: HTTP}\n    hosts: [trial.example]\n`;
  const answer = await page.request.post('/api/v1/config/dry-run', {
    headers: { origin: consoleUrl },
    data: {
      changes: [{ op: 'create', kind: 'gateways.networking.istio.io', namespace: 'bookinfo', name, text }],
    },
  });
  expect(answer.status()).toBe(200);
  const { changes } = await answer.json();
  return changes[0].refusal ?? 'accepted';
}

test('the viewer sees what they may do in each namespace, and what to ask for', async ({
  page,
  signInAs,
}) => {
  await signInAs('viewer');
  await page.goto('/overview');
  await page
    .getByRole('navigation', { name: 'Main navigation' })
    .getByRole('link', { name: 'Access' })
    .click();
  await expect(page.getByRole('heading', { level: 1, name: 'Access' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'In bookinfo you are a viewer' })).toBeVisible();
  await expect(ability(page, 'See traffic')).toContainText('Yes');
  await expect(ability(page, 'Edit routing')).toContainText('No');
  await expect(ability(page, 'Edit routing')).toContainText(
    'create, update, patch, delete on VirtualService, DestinationRule',
  );
  // Views of others' rights are for who may read them.
  await expect(page.getByRole('tab')).toHaveCount(0);

  await page.getByRole('button', { name: 'shop', exact: false }).click();
  await expect(page).toHaveURL(/[?&]namespace=shop/);
  await expect(page.getByRole('heading', { name: 'In shop you are a viewer' })).toBeVisible();
  const ask = page.getByRole('region', { name: 'Ask for more' });
  await expect(ask).toContainText('Please give viewer the persona developer in the namespace shop:');
  await expect(ask.locator('pre')).toContainText('--clusterrole=sluice-developer');
  await ask.getByRole('button', { name: 'YAML' }).click();
  await expect(ask.locator('pre')).toContainText('kind: RoleBinding');
  await ask.getByRole('button', { name: 'admin' }).click();
  await expect(ask.locator('pre')).toContainText('name: sluice-admin');
  const byKind = page.getByRole('table', { name: 'By verb and kind' });
  await expect(byKind.getByRole('row', { name: /^VirtualService/ }).getByRole('cell')).toHaveText([
    'Yes',
    'Yes',
    'No',
    'No',
    'No',
    'No',
    'not used',
  ]);
});

test('a namespace that one does not see is answered like one that is not there, and can be asked for', async ({
  page,
  signInAs,
}) => {
  await signInAs('developer');
  const answer = async (namespace: string) => {
    const reply = await page.request.get(`/api/v1/access?namespace=${namespace}`);
    const access: Access = await reply.json();
    return { status: reply.status(), text: JSON.stringify(access).replaceAll(namespace, 'NAME') };
  };
  expect(await answer('payments')).toEqual(await answer('no-such-namespace'));
  await page.goto('/access');
  await expect(page.getByRole('heading', { name: 'In bookinfo you are a developer' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Another namespace' }).fill('payments');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'In payments you have no rights' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Ask for more' }).locator('pre')).toContainText(
    '--clusterrole=sluice-viewer',
  );
});

test.describe('who may not read bindings', () => {
  test.use({ expectedErrors: [/\/api\/v1\/access\/(who|subject).* 403/] });
  test('is told which right is missing', async ({ page, signInAs }) => {
    await signInAs('developer');
    await page.goto('/access?tab=who&namespace=shop');
    await expect(main(page)).toContainText('Kubernetes does not let you list rolebindings in shop.');
    await expect(main(page).locator('pre')).toContainText('--verb=list --resource=rolebindings');
    await expect(page.getByRole('button', { name: 'Grant a persona' })).toHaveCount(0);
  });

  test('and so it is for a subject', async ({ page, signInAs }) => {
    await signInAs('viewer');
    await page.goto('/access?tab=subject&kind=Group&name=app-developers');
    await expect(main(page)).toContainText(
      'Kubernetes does not let you list rolebindings in all namespaces.',
    );
  });
});

test('the admin sees who can change traffic in a namespace, and what a group may do', async ({
  page,
  signInAs,
}) => {
  await signInAs('admin');
  await page.goto('/access');
  await expect(
    page.getByRole('heading', { name: 'In all namespaces you are a cluster-admin' }),
  ).toBeVisible();
  await expect(page.getByText('Nothing is missing')).toBeVisible();
  await page.getByRole('tab', { name: 'Who may' }).press('Enter');
  const namespace = page.getByRole('combobox', { name: 'Namespace', exact: true });
  await namespace.fill('shop');
  await namespace.press('Enter');
  await expect(page).toHaveURL(/tab=who/);
  await expect(page.getByRole('heading', { name: /subjects? may do this in shop/ })).toBeVisible();
  const holders = page.getByRole('table', { name: /may do this in shop/ });
  await expect(holders.getByRole('row', { name: /platform-admins/ })).toContainText('Every namespace');
  const developers = holders.getByRole('row', { name: /app-developers/ });
  await expect(developers).toContainText('Only here');
  await expect(developers).toContainText('RoleBinding app-developers-edit');
  await expect(holders).not.toContainText('shop-floor');
  // The guard of splits acts here, by a Role that an admin gave.
  await expect(holders.getByRole('row', { name: /sluice\/sluice-console/ })).toContainText('VirtualService');

  await page.getByRole('combobox', { name: 'May do' }).selectOption({ label: 'See traffic' });
  await expect(holders.getByRole('row', { name: /shop-floor/ })).toBeVisible();
  await expect(page).toHaveURL(/what=seeTraffic/);

  await page.getByRole('tab', { name: 'What a subject may do' }).click();
  await page.getByRole('button', { name: 'Group' }).click();
  await page
    .getByRole('combobox', { name: 'Name' })
    .or(page.getByRole('textbox', { name: 'Name' }))
    .fill('app-developers');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'What app-developers may do' })).toBeVisible();
  const matrix = page.getByRole('table', { name: 'Abilities by namespace' });
  await expect(matrix.getByRole('row', { name: /^Edit routing/ }).getByRole('cell')).toHaveText([
    'No',
    'Yes',
    'Yes',
  ]);
  await matrix.getByRole('button', { name: 'bookinfo' }).click();
  await expect(page.getByRole('table', { name: 'By verb and kind: bookinfo' })).toBeVisible();
});

test('SEC-56 a persona is tried, granted, seen and used at once, and taken back at once', async ({
  page,
  browser,
  signInAs,
}) => {
  test.setTimeout(240_000);
  await alone('rights', async () => {
    await signInAs('admin');
    const developer = await other(browser, 'developer');
    const path = bindings('bookinfo');
    const own = async () => {
      const { body } = await kubernetes<{
        items: { metadata: { name: string }; subjects: { name: string }[] }[];
      }>('admin', 'GET', path);
      return body.items.filter(({ metadata }) => metadata.name.startsWith('sluice-admin-developer'));
    };
    for (const { metadata } of await own()) await kubernetes('admin', 'DELETE', `${path}/${metadata.name}`);
    try {
      await developer.goto('/access?namespace=bookinfo');
      await expect(ability(developer, 'Edit gateways')).toContainText('No');
      expect(await triesGateway(developer)).toBe('rights');

      await page.goto('/access?tab=who&namespace=bookinfo');
      await page.getByRole('button', { name: 'Grant a persona' }).click();
      const dialog = page.getByRole('dialog', { name: 'Grant a persona in bookinfo' });
      await dialog.getByRole('button', { name: 'User' }).click();
      await dialog.getByLabel('Name').fill('developer');
      await dialog.getByRole('radio', { name: /^admin/ }).check();
      await dialog.getByRole('button', { name: 'Review' }).click();
      await expect(dialog.locator('pre')).toContainText('name: sluice-admin');
      await expect(dialog).toContainText('Dry run passed.');
      expect(await own()).toEqual([]);
      await dialog.getByLabel('Reason, kept in the audit log').fill('on call this week');
      await dialog.getByRole('button', { name: 'Grant admin' }).click();
      await expect(page.getByText('developer is admin in bookinfo')).toBeVisible();
      expect((await own()).map(({ subjects }) => subjects)).toMatchObject([[{ name: 'developer' }]]);

      expect(await triesGateway(developer)).toBe('accepted');
      await expect(ability(developer, 'Edit gateways')).toContainText('Yes', { timeout: 30_000 });
      await expect(developer.getByRole('tab', { name: 'Who may' })).toBeVisible();

      const granted = page.getByRole('table', { name: 'Personas granted in bookinfo' });
      await granted.getByRole('button', { name: 'Take back admin from developer' }).click();
      const revoke = page.getByRole('dialog', { name: 'Take admin back in bookinfo' });
      await revoke.getByRole('button', { name: 'Take back' }).click();
      await expect(page.getByText('developer is no longer admin in bookinfo')).toBeVisible();
      expect(await own()).toEqual([]);
      await page.getByRole('button', { name: 'Undo' }).last().click();
      await expect.poll(async () => (await own()).length).toBe(1);

      // By whoever takes it away, also past the console.
      for (const { metadata } of await own()) await kubernetes('admin', 'DELETE', `${path}/${metadata.name}`);
      expect(await triesGateway(developer)).toBe('rights');
      await expect(ability(developer, 'Edit gateways')).toContainText('No', { timeout: 30_000 });
      await expect(developer.getByRole('tab')).toHaveCount(0);
    } finally {
      for (const { metadata } of await own()) await kubernetes('admin', 'DELETE', `${path}/${metadata.name}`);
      await developer.context().close();
    }
  });
});

test('nobody grants more than they hold: Kubernetes refuses, and the dialog says why', async ({
  page,
  signInAs,
}) => {
  const name = 'access-granter';
  const role = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name },
    rules: [
      {
        apiGroups: ['rbac.authorization.k8s.io'],
        resources: ['rolebindings', 'roles'],
        verbs: ['get', 'list', 'create', 'delete'],
      },
    ],
  };
  const binding = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'viewer' }],
  };
  const remove = async () => {
    await kubernetes('admin', 'DELETE', `${bindings('shop')}/${name}`);
    await kubernetes('admin', 'DELETE', `${rbac}/namespaces/shop/roles/${name}`);
  };
  test.setTimeout(240_000);
  await alone('rights', async () => {
    await remove();
    try {
      expect((await kubernetes('admin', 'POST', `${rbac}/namespaces/shop/roles`, role)).status).toBe(201);
      expect((await kubernetes('admin', 'POST', bindings('shop'), binding)).status).toBe(201);
      await signInAs('viewer');
      await page.goto('/access?tab=who&namespace=shop');
      // In part: the mesh's own lists are not theirs to read.
      await expect(main(page)).toContainText('You may not list ClusterRoleBindings', { timeout: 30_000 });
      await page.getByRole('button', { name: 'Grant a persona' }).click();
      const dialog = page.getByRole('dialog', { name: 'Grant a persona in shop' });
      await dialog.getByLabel('Name').fill('release-crew');
      await dialog.getByRole('radio', { name: /^admin/ }).check();
      await dialog.getByRole('button', { name: 'Review' }).click();
      await expect(dialog).toContainText('Kubernetes lets nobody grant more than they hold.');
      await expect(dialog).toContainText('is attempting to grant RBAC permissions not currently held');
      await expect(dialog.getByRole('button', { name: 'Grant admin' })).toBeDisabled();
      // What they hold themselves they may give.
      await dialog.getByRole('button', { name: 'Back' }).click();
      await dialog.getByRole('radio', { name: /^viewer/ }).check();
      await dialog.getByRole('button', { name: 'Review' }).click();
      await expect(dialog).toContainText('Dry run passed.');
    } finally {
      await remove();
    }
  });
});
