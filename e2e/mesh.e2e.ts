/** The mesh page: looked at, the proxies of a namespace switched and taken back, and refused to who may not. */
import { expect, type Page } from '@playwright/test';
import { alone } from './support/alone.ts';
import { test } from './support/console-page.ts';
import { consoleUrl, kubernetes, prometheus } from './support/demo.ts';

/** Runs no pods: whatever its labels ask for happens to nobody. */
const quiet = 'default';
const namespacePath = (name: string) => `/api/v1/namespaces/${name}`;

async function namespaceOf(name: string) {
  const { body } = await kubernetes('admin', 'GET', namespacePath(name));
  const { labels = {}, resourceVersion = '' } = body.metadata ?? {};
  return { labels, resourceVersion };
}

async function setLabels(labels: Record<string, string | null>): Promise<void> {
  const { status } = await kubernetes('admin', 'PATCH', namespacePath(quiet), { metadata: { labels } });
  expect(status).toBe(200);
}

const main = (page: Page) => page.getByRole('main');
const row = (page: Page, table: string, name: string) =>
  main(page)
    .getByRole('table', { name: table })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: new RegExp(`^${name}( |$)`) }) });
const change = (page: Page, name: string) =>
  main(page).getByRole('button', { name: `Change the proxies of ${name}`, exact: true });

test('the control plane, proxies, mutual TLS and gateways are looked at', async ({ page, signInAs }) => {
  await signInAs('admin');
  await page.goto('/overview');
  await page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: 'Mesh' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Mesh' })).toBeVisible();
  await expect(row(page, 'Revisions', 'default')).toContainText('1.31.1');
  await expect(row(page, 'Revisions', '1-32-0')).toContainText('tagged canary');
  await expect(main(page)).toContainText('outboundTrafficPolicy.mode');

  await page.getByRole('tab', { name: 'Namespaces' }).click();
  await expect(page).toHaveURL(/[?&]tab=namespaces/);
  const namespaces = 'Namespaces and their proxies';
  await expect(row(page, namespaces, 'shop')).toContainText('1.30.3 → 1.31.1');
  await expect(row(page, namespaces, 'backoffice')).toContainText('leads to 1-32-0');
  await expect(row(page, namespaces, 'kube-system')).toContainText('Istio never injects here');

  await page.getByRole('tab', { name: 'Mutual TLS' }).click();
  const broken = row(page, 'Mutual TLS by namespace', 'backoffice');
  await expect(broken).toContainText(
    'Calls to reports fail: backoffice/reports sends plain text, backoffice/default takes mutual TLS only.',
  );
  await expect(broken).toContainText('backoffice/month-end-v1');

  await page.getByRole('tab', { name: 'Gateways' }).click();
  const gateways = main(page).getByRole('table', { name: 'Gateways' });
  await expect(gateways.getByRole('row', { name: /^public-gateway/ })).toContainText('443 HTTPS');
  await expect(gateways.getByRole('row', { name: /^docs/ })).toContainText('docs.shop.example');
  await gateways.getByRole('link', { name: 'docs' }).click();
  await expect(page).toHaveURL(/\/config\/gateways\.gateway\.networking\.k8s\.io\/shop\/docs/);
});

test('istiod’s own figures are those that it has told Prometheus', async ({ page, signInAs }) => {
  await signInAs('admin');
  const one = async (promql: string) => (await prometheus(promql, '')).get('') ?? null;
  // Of all revisions together: proxies come and go, so both are asked until they agree.
  const shown = async () => {
    const { controlPlane } = await (await page.request.get('/api/v1/mesh')).json();
    const told: { connected: number; rootExpiresAt: number }[] = [
      ...controlPlane.planes.map((plane: { figures: unknown }) => plane.figures),
      controlPlane.figures.other,
    ].filter(Boolean);
    return {
      state: controlPlane.figures.state,
      connected: told.reduce((sum, { connected }) => sum + connected, 0),
      root: Math.min(...told.map(({ rootExpiresAt }) => rootExpiresAt)),
    };
  };
  await expect(async () => {
    const connected = await one('sum(pilot_xds)');
    const root = await one('min(citadel_server_root_cert_expiry_timestamp)');
    expect(connected).toBeGreaterThan(0);
    expect(await shown()).toEqual({ state: 'ok', connected, root });
  }).toPass();
  const { root } = await shown();
  await page.goto('/mesh');
  await expect(row(page, 'Revisions', 'default')).toContainText(String(new Date(root * 1000).getFullYear()));
  await expect(row(page, 'Revisions', 'default')).toContainText(/\d of \d/);
});

test('an admin switches the proxies of a namespace, and takes it back', async ({ page, signInAs }) => {
  await alone(`labels-${quiet}`, async () => {
    const before = (await namespaceOf(quiet)).labels;
    await signInAs('admin');
    await page.goto('/mesh?tab=namespaces');
    await change(page, quiet).click();
    const dialog = page.getByRole('dialog', { name: `Proxies of ${quiet}` });
    const confirm = dialog.getByRole('button', { name: 'Change labels' });
    await expect(confirm).toBeDisabled();
    await dialog.getByRole('radio', { name: 'A sidecar, of a revision or tag' }).check();
    await dialog.getByRole('combobox', { name: 'Revision or tag' }).selectOption('canary');
    await expect(dialog).toContainText('Pods made from now on get a sidecar of 1-32-0 (1.32.0).');
    await expect(dialog).toContainText('istio.io/rev=canary');
    await expect(dialog).toContainText('The API server would accept it. Nothing is written yet.');
    expect((await namespaceOf(quiet)).labels).toEqual(before);
    await dialog.getByRole('textbox', { name: 'Why' }).fill('a journey');
    await confirm.click();
    await expect(dialog).toBeHidden();
    await expect(row(page, 'Namespaces and their proxies', quiet)).toContainText('sidecars, canary');
    expect((await namespaceOf(quiet)).labels).toEqual({ ...before, 'istio.io/rev': 'canary' });

    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByText(`Labels of ${quiet} are as they were`)).toBeVisible();
    await expect(row(page, 'Namespaces and their proxies', quiet)).toContainText('nothing');
    expect((await namespaceOf(quiet)).labels).toEqual(before);
  });
});

test('somebody else changes the labels meanwhile: nothing is written over', async ({ page, signInAs }) => {
  await alone(`labels-${quiet}`, async () => {
    const { labels } = await namespaceOf(quiet);
    await signInAs('admin');
    await page.goto('/mesh?tab=namespaces');
    await change(page, quiet).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toBeVisible();
    await setLabels({ journey: 'mesh' });
    try {
      await dialog.getByRole('radio', { name: 'A sidecar, of the default revision' }).check();
      await expect(dialog).toContainText('Somebody has changed this namespace meanwhile.');
      await expect(dialog.getByRole('button', { name: 'Change labels' })).toBeDisabled();
      expect((await namespaceOf(quiet)).labels).toEqual({ ...labels, journey: 'mesh' });
    } finally {
      await setLabels({ journey: null });
    }
  });
});

test('SEC-58 a developer may not: the page says why, and nothing is written', async ({ page, signInAs }) => {
  await signInAs('developer');
  await page.goto('/mesh');
  // Who sees no control plane begins with what is theirs.
  await expect(page.getByRole('tab', { name: 'Namespaces' })).toHaveAttribute('aria-selected', 'true');
  await expect(change(page, 'bookinfo')).toBeDisabled();
  await expect(main(page)).toContainText('You may not change labels: patch on namespaces is missing.');
  await expect(main(page)).not.toContainText('backoffice');
  await page.getByRole('tab', { name: 'Control plane' }).click();
  await expect(main(page)).toContainText('The control plane is not shown to you');

  const before = await namespaceOf('bookinfo');
  const send = async (labels: Record<string, string | null>) => {
    const answer = await page.request.post('/api/v1/namespaces/bookinfo/labels', {
      headers: { origin: consoleUrl },
      data: { labels, resourceVersion: before.resourceVersion, dryRun: false, reason: '' },
    });
    return [answer.status(), (await answer.json()).refusal ?? null];
  };
  expect(await send({ 'istio-injection': 'disabled' })).toEqual([200, 'rights']);
  expect(await send({ 'pod-security.kubernetes.io/enforce': 'privileged' })).toEqual([400, null]);
  const after = await namespaceOf('bookinfo');
  expect(after).toEqual(before);
});
