/**
 * The review where something is missing: the right to write, or the metrics that a prediction is made of; and a route of the Gateway
 * API, changed in its form. Each journey writes an object of its own, which no traffic follows.
 */
import { expect, type Page } from '@playwright/test';
import { test } from './support/console-page.ts';
import { kubernetes } from './support/demo.ts';
import {
  apply,
  applyButton,
  kind,
  makeObject,
  passed,
  removeObject,
  review,
} from './support/edited-object.ts';

/** A draft as it stands in the browser of somebody who had the right when they began. */
async function keepDraft(page: Page, name: string, change: (text: string) => string): Promise<string> {
  const read = async (path: string) => (await page.request.get(path)).json();
  const { cluster, user } = await read('/api/v1/whoami');
  const { text, resourceVersion } = await read(
    `/api/v1/config/object?kind=${kind}&namespace=bookinfo&name=${name}`,
  );
  const id = `live/${kind}/bookinfo/${name}`;
  const draft = {
    op: 'update',
    kind,
    namespace: 'bookinfo',
    name,
    base: text,
    resourceVersion: resourceVersion ?? null,
    text: change(text),
    companions: [],
    changedAtMs: Date.now(),
  };
  await page.addInitScript(([key = '', value = '']) => window.localStorage.setItem(key, value), [
    `sluice-draft-1 ${JSON.stringify([cluster.name, user.name])} ${id}`,
    JSON.stringify(draft),
  ] as const);
  return `/config/review?drafts=${encodeURIComponent(id)}`;
}

test('who may not write reviews all the same, and is told which right is missing', async ({
  page,
  signInAs,
}) => {
  const name = 'review-viewer';
  await makeObject(name);
  try {
    await signInAs('viewer');
    await page.goto(await keepDraft(page, name, (text) => text.replace('timeout: 3s', 'timeout: 5s')));
    await expect(page.getByRole('region', { name: 'By field' })).toContainText('5s');
    const bar = page.getByRole('region', { name: 'Dry run, reason and apply' });
    await expect(bar).toContainText('Kubernetes does not let you update virtualservices in bookinfo');
    await expect(bar.getByText(/^Checks:/)).toBeVisible();
    await expect(applyButton(page)).toHaveCount(0);
    await bar.getByRole('button', { name: 'Export' }).click();
    await expect(page.getByRole('dialog')).toContainText('timeout: 5s');
  } finally {
    await removeObject(name);
  }
});

test('without a metrics source the review says so, and everything else holds', async ({ page, signInAs }) => {
  const name = 'review-metrics';
  await makeObject(name);
  try {
    await signInAs('developer');
    await page.route('**/api/v1/config/predict', async (route) => {
      const answer = await (await route.fetch()).json();
      const warnings = [{ code: 'prometheus-not-configured', source: 'prometheus', detail: '' }];
      await route.fulfill({ json: { ...answer, metricsAt: null, flows: [], connections: [], warnings } });
    });
    await page.goto(await keepDraft(page, name, (text) => text.replace('timeout: 3s', 'timeout: 5s')));
    const predicted = page.getByRole('region', { name: 'Predicted traffic' });
    await expect(predicted).toContainText('No metrics source is configured');
    await expect(predicted.getByText(/404 or 503/)).toHaveCount(0);
    await expect(passed(page)).toBeVisible();
    await expect(applyButton(page)).toBeEnabled();
  } finally {
    await removeObject(name);
  }
});

test('a route of the Gateway API is changed in its form, checked by its rules, and applied', async ({
  page,
  signInAs,
}) => {
  const routes = '/apis/gateway.networking.k8s.io/v1/namespaces/bookinfo/httproutes';
  const name = 'edit-route';
  await kubernetes('admin', 'DELETE', `${routes}/${name}`);
  const made = await kubernetes('admin', 'POST', routes, {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name, namespace: 'bookinfo' },
    spec: {
      parentRefs: [{ name: 'nowhere' }],
      hostnames: ['route.example.com'],
      rules: [
        {
          name: 'split',
          backendRefs: [
            { name: 'reviews', port: 9080, weight: 60 },
            { name: 'ratings', port: 9080, weight: 40 },
          ],
        },
      ],
    },
  });
  expect(made.status).toBe(201);
  try {
    await signInAs('admin');
    await page.goto(`/config/httproutes.gateway.networking.k8s.io/bookinfo/${name}/edit`);
    const form = page.getByRole('region', { name: 'Form' });
    await form.getByRole('textbox', { name: 'Weight of ratings' }).fill('20');
    await expect(form.getByText('75 %')).toBeVisible();
    await expect(page.getByText('1 line changed')).toBeVisible();

    const path = form.getByRole('textbox', { name: 'Value' });
    await path.fill('no-slash');
    await expect(form.getByText(/must be an absolute path/).first()).toBeVisible();
    await path.fill('/reviews');
    await expect(form.getByText(/must be an absolute path/)).toHaveCount(0);

    await review(page);
    await apply(page);
    const { body } = await kubernetes('admin', 'GET', `${routes}/${name}`);
    expect(body.spec).toMatchObject({
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/reviews' } }],
          backendRefs: [{ weight: 60 }, { weight: 20 }],
        },
      ],
    });
  } finally {
    await kubernetes('admin', 'DELETE', `${routes}/${name}`);
  }
});
