/** What surrounds a change of configuration and fails: admission, the webhook, the sources behind the pages; and what is shown of objects that others own or fill with markup. */
import { expect, type Locator, type Page } from '@playwright/test';
import { makeObject, slow, test, webhookAway } from './support/breaking.ts';
import {
  applyButton,
  code,
  draftTimeout,
  heading,
  kind,
  live,
  passed,
  review,
  rewrite,
} from './support/edited-object.ts';

test.setTimeout(180_000);
test.use({ expectedErrors: [/\/api\/v1\/\S* Failed to load resource/] });

test.beforeEach(async ({ signInAs }) => {
  await signInAs('developer');
});

test('REL-39 admission refuses a field: its words stand at the line and beside the field until it is changed', async ({
  page,
  own,
}) => {
  const name = 'fail-admission';
  await makeObject(name);
  const message = 'Invalid value: "7s": <b>must not</b> be longer than the budget of 5s';
  own.cluster.misbehave(({ method, path, body }) =>
    method === 'PUT' && path.endsWith(`/${name}`) && body.includes('"7s"')
      ? {
          code: 422,
          reason: 'Invalid',
          message: `VirtualService "${name}" is invalid: spec.http[0].timeout: ${message}`,
          details: { causes: [{ reason: 'FieldValueInvalid', field: 'spec.http[0].timeout', message }] },
        }
      : null,
  );
  await draftTimeout(page, name);
  await review(page);
  const bar = page.getByRole('region', { name: 'Dry run, reason and apply' });
  await expect(bar).toContainText('<b>must not</b> be longer');
  await expect(applyButton(page)).toBeDisabled();
  await bar.getByRole('button', { name: /^Back to line \d+$/ }).click();
  await expect(code(page)).toBeFocused();
  await expect(page.getByRole('region', { name: 'Checks' })).toContainText('must not');
  await expect(page.getByRole('region', { name: 'Form' })).toContainText('must not');
  await rewrite(page, 'timeout: 7s', 2, '5s');
  await expect(page.getByRole('region', { name: 'Checks' })).not.toContainText('must not');
  await review(page);
  await expect(passed(page)).toBeVisible();
});

test('REL-39 the webhook does not answer: istiod is named, and the review goes on by itself when it does', async ({
  page,
  own,
}) => {
  const name = 'fail-webhook';
  await makeObject(name);
  own.cluster.misbehave(({ method, path }) =>
    method === 'PUT' && path.endsWith(`/${name}`) ? webhookAway : null,
  );
  await draftTimeout(page, name);
  await review(page);
  const bar = page.getByRole('region', { name: 'Dry run, reason and apply' });
  await expect(bar).toContainText('istiod.istio-system does not answer');
  await expect(applyButton(page)).toBeDisabled();
  own.cluster.misbehave(null);
  await expect(passed(page)).toBeVisible(slow);
  await expect(applyButton(page)).toBeEnabled();
});

test('the API server and Prometheus are away: every page of the configuration keeps what it shows, and recovers', async ({
  context,
  own,
}) => {
  const name = 'fail-outage';
  await makeObject(name);
  const shown: readonly [path: string, what: (page: Page) => Locator][] = [
    ['/config?namespaces=bookinfo', (page) => page.getByRole('link', { name, exact: true })],
    [`/config/${kind}/bookinfo/${name}`, (page) => heading(page, name)],
    [`/config/${kind}/bookinfo/${name}/history`, (page) => page.getByText('Created').first()],
    [
      '/config/test?from=bookinfo/productpage-v1&host=reviews&port=9080',
      (page) =>
        page
          .getByRole('region', { name: 'Answer' })
          .getByRole('row', { name: /reviews/ })
          .first(),
    ],
    [`/config/${kind}/bookinfo/${name}/edit`, code],
  ];
  const banner = (page: Page) => page.getByRole('status').filter({ hasText: 'Kubernetes does not answer.' });
  const open: { page: Page; what: Locator }[] = [];
  for (const [path, what] of shown) {
    const page = await context.newPage();
    await page.goto(path);
    await expect(what(page)).toBeVisible(slow);
    await page.evaluate(() => Object.assign(window, { sameDocument: true }));
    open.push({ page, what: what(page) });
  }
  await own.cluster.setUp(false);
  await own.prometheus.set('refused');
  for (const { page, what } of open) {
    await page.bringToFront();
    await expect(banner(page)).toContainText(/What you see is \d+ \w+ old/, slow);
    await expect(what).toBeVisible();
  }
  await own.cluster.setUp(true);
  await own.prometheus.set('none');
  for (const { page, what } of open) {
    await page.bringToFront();
    await expect(banner(page)).toHaveCount(0, slow);
    await expect(what).toBeVisible();
    expect(await page.evaluate('window.sameDocument')).toBe(true);
    await page.close();
  }
});

test('the API server is away while one edits: the draft goes on, the review waits, and applies when it is back', async ({
  page,
  own,
}) => {
  const name = 'fail-editing';
  await makeObject(name);
  await page.goto(`/config/${kind}/bookinfo/${name}/edit`);
  await expect(code(page)).toBeVisible();
  await own.cluster.setUp(false);
  await rewrite(page, 'timeout: 3s', 2, '7s');
  await expect(page.getByText('1 line changed')).toBeVisible();
  await review(page);
  await expect(page.getByRole('region', { name: 'By field' })).toContainText('7s');
  const bar = page.getByRole('region', { name: 'Dry run, reason and apply' });
  await expect(bar).toContainText('The cluster could not be asked.', slow);
  await expect(applyButton(page)).toBeDisabled();
  await own.cluster.setUp(true);
  await expect(passed(page)).toBeVisible(slow);
  await applyButton(page).click();
  await expect(heading(page, '1 object is written')).toBeVisible();
  expect((await live(name)).timeout).toBe('7s');
});

test('input 10: markup in names and notes of objects is text, wherever it is shown', async ({ page }) => {
  const name = 'fail-markup';
  const markup = '<img src=x onerror="document.title=1">';
  await makeObject(name, {
    metadata: { annotations: { note: markup, 'example.com/display-name': markup } },
  });
  for (const path of [
    `/config/${kind}/bookinfo/${name}`,
    `/config/${kind}/bookinfo/${name}?tab=yaml`,
    `/config/${kind}/bookinfo/${name}/edit`,
    `/config/${kind}/bookinfo/${name}/history`,
  ]) {
    await page.goto(path);
    await expect(page.getByText(name).first()).toBeVisible();
    await expect(page.locator('img[src="x"]')).toHaveCount(0);
    expect(await page.title()).not.toBe('1');
  }
  await page.goto(`/config/${kind}/bookinfo/${name}/edit`);
  await code(page)
    .getByText(/\d+ lines/)
    .click();
  await expect(code(page)).toContainText('onerror');
});

for (const { owner, metadata, says } of [
  {
    owner: 'Argo CD',
    metadata: {
      annotations: {
        'argocd.argoproj.io/tracking-id': 'books:networking.istio.io/VirtualService:bookinfo/x',
      },
    },
    says: 'Argo CD books owns this object.',
  },
  {
    owner: 'Flux',
    metadata: {
      labels: {
        'kustomize.toolkit.fluxcd.io/name': 'books',
        'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
      },
    },
    says: 'Flux flux-system/books owns this object.',
  },
  {
    owner: 'Flagger',
    metadata: {
      ownerReferences: [
        {
          apiVersion: 'flagger.app/v1beta1',
          kind: 'Canary',
          name: 'books',
          uid: '4a3e9b6e-5d0f-4a6b-8a50-000000000000',
        },
      ],
    },
    says: 'Flagger books owns this object.',
  },
  {
    owner: 'Helm',
    metadata: {
      labels: { 'app.kubernetes.io/managed-by': 'Helm' },
      annotations: { 'meta.helm.sh/release-name': 'books' },
    },
    says: 'Helm release books made this object.',
  },
]) {
  test(`REL-41 an object of ${owner} warns before it is saved, and is saved without force`, async ({
    page,
    own,
  }) => {
    const name = `fail-owned-${owner.toLowerCase().replace(' ', '-')}`;
    await makeObject(name, { metadata });
    await page.goto(`/config/${kind}/bookinfo/${name}/edit`);
    await expect(page.getByText(says)).toBeVisible();
    await draftTimeout(page, name);
    await review(page);
    await expect(passed(page)).toBeVisible();
    await expect(page.getByRole('region', { name: 'Dry run, reason and apply' })).toContainText(owner);
    await expect(applyButton(page)).toHaveAttribute('data-tone', 'default');
    const forced: string[] = [];
    own.cluster.misbehave(({ query, path }) => {
      if (query.has('force')) forced.push(path);
      return null;
    });
    await applyButton(page).click();
    await expect(heading(page, '1 object is written')).toBeVisible();
    expect(forced).toEqual([]);
    expect((await live(name)).timeout).toBe('7s');
  });
}
