/**
 * What became of an object, who changed it and why; former states compared and brought back. Each journey has a VirtualService of its
 * own. That history survives a restart is shown with fewer words in lib/server/history; here it lies in the cluster.
 */
import { expect, type Page } from '@playwright/test';
import { test } from './support/console-page.ts';
import { kubernetes } from './support/demo.ts';
import { apply, changeWithKubectl, kind, live, makeObject, removeObject } from './support/edited-object.ts';

const withTimeout = (timeout: string) => ({
  spec: { http: [{ name: 'all', timeout, route: [{ destination: { host: 'reviews' } }] }] },
});
const changeTimeout = (name: string, timeout: string) =>
  changeWithKubectl(name, (first) => {
    first.timeout = timeout;
  });

const revisions = (page: Page) =>
  page.getByRole('list', { name: 'Revisions, newest first' }).getByRole('button');
const comparison = (page: Page) => page.getByRole('region', { name: 'What is compared' });

test('a change with kubectl appears by itself, and is taken back with a reason that stands in the history', async ({
  page,
  signInAs,
}) => {
  const name = 'history-revert';
  await makeObject(name);
  try {
    await signInAs('developer');
    await page.goto(`/config/${kind}/bookinfo/${name}/history`);
    await expect(revisions(page).first()).toContainText('Created');
    await expect(revisions(page).first()).toContainText('by kubectl-create');
    await changeTimeout(name, '9s');
    await expect(revisions(page).first()).toContainText('by kubectl-edit');
    await expect(revisions(page).first()).toContainText('spec.http[0].timeout');
    await revisions(page).first().click();
    await expect(comparison(page)).toContainText('timeout: 3s');
    await expect(comparison(page)).toContainText('timeout: 9s');

    await revisions(page).nth(1).click();
    await expect(page).toHaveURL(/[?&]revision=/);
    await comparison(page).getByRole('button', { name: 'Revert to this' }).click();
    await apply(page, 'nine seconds are too long');
    expect((await live(name)).timeout).toBe('3s');

    await page.goto(`/config/${kind}/bookinfo/${name}/history`);
    await expect(revisions(page).first()).toContainText('by developer through sluice');
    await expect(revisions(page).first()).toContainText('nine seconds are too long');
    await expect(revisions(page)).toHaveCount(3);
  } finally {
    await removeObject(name);
  }
});

test('any two revisions are compared, and the address keeps which', async ({ page, signInAs }) => {
  const name = 'history-compare';
  await makeObject(name, withTimeout('1s'));
  try {
    for (const timeout of ['2s', '4s']) await changeTimeout(name, timeout);
    await signInAs('developer');
    await page.goto(`/config/${kind}/bookinfo/${name}/history`);
    await expect(revisions(page)).toHaveCount(3);
    await revisions(page).nth(2).click();
    await comparison(page)
      .getByRole('button', { name: /^Compare with/ })
      .click();
    await page.getByRole('menuitemradio', { name: /^The state now/ }).click();
    const differences = page.getByRole('region', { name: `Differences of ${name}` });
    await expect(differences).toContainText('timeout: 1s');
    await expect(differences).toContainText('timeout: 4s');
    await expect(differences).not.toContainText('timeout: 2s');
    await page.reload();
    await expect(differences).toContainText('timeout: 4s');
    await page.getByRole('button', { name: 'Side by side' }).click();
    await expect(page).toHaveURL(/layout=split/);
    // Where the history begins nothing was changed: the text stands there as it is.
    await page.goto(`/config/${kind}/bookinfo/reviews/history`);
    await revisions(page).last().click();
    await expect(comparison(page).getByText('The history begins here')).toBeVisible();
    const first = page.getByRole('region', { name: 'reviews as it was first seen' });
    await expect(first).toContainText('name: reviews');
    await expect(first.getByText('added')).toHaveCount(0);
  } finally {
    await removeObject(name);
  }
});

test('what was deleted keeps its history, and is restored', async ({ page, signInAs }) => {
  const name = 'history-restore';
  await makeObject(name, withTimeout('5s'));
  try {
    expect((await removeObject(name)).status).toBe(200);
    await signInAs('developer');
    await page.goto(`/config/${kind}/bookinfo/${name}/history`);
    await expect(revisions(page).first()).toContainText('Deleted');
    await page.getByRole('button', { name: 'Restore' }).click();
    await apply(page, 'it was used');
    expect((await live(name)).timeout).toBe('5s');
  } finally {
    await removeObject(name);
  }
});

test('changes of the namespaces, filtered in the address, lead to their object', async ({
  page,
  signInAs,
}) => {
  const name = 'history-timeline';
  await makeObject(name);
  try {
    await signInAs('viewer');
    await page.goto(`/config/changes?q=${name}`);
    const rows = page.getByRole('main').getByRole('link', { name: new RegExp(name) });
    await expect(rows).toHaveCount(1);
    await expect(rows.first()).toContainText('Created by kubectl-create');
    await changeTimeout(name, '7s');
    await expect(rows).toHaveCount(2);
    await page.getByRole('button', { name: 'Created', exact: true }).click();
    await expect(rows).toHaveCount(1);
    await expect(page).toHaveURL(/operation=created/);
    await page.goto(`/config/changes?q=${name}&operation=changed`);
    await rows.first().click();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    await expect(comparison(page)).toContainText('timeout: 7s');
    // A viewer has nothing to write with.
    await revisions(page).nth(1).click();
    await expect(page.getByRole('button', { name: 'Revert to this' })).toHaveCount(0);
  } finally {
    await removeObject(name);
  }
});

test.describe('without the right', () => {
  test.use({ expectedErrors: [/403/] });

  test('nobody sees what became of objects of a namespace of others', async ({ page, signInAs }) => {
    await signInAs('viewer');
    await page.goto(`/config/${kind}/payments/ledger/history`);
    await expect(page.getByText('get virtualservices in payments')).toBeVisible();
    await expect(revisions(page)).toHaveCount(0);
    const answer = await page.request.get(`/api/v1/config/changes?namespaces=payments`);
    expect(answer.status()).toBe(403);
  });
});

test('it lies in the console’s own namespace, immutable, where only the administrator reads it', async ({
  page,
  signInAs,
}) => {
  const name = 'history-kept';
  await makeObject(name);
  const path = `/api/v1/namespaces/sluice/configmaps?labelSelector=sluice.dev/name=${name}`;
  try {
    await expect
      .poll(async () => {
        const { body } = await kubernetes<{ items: { immutable: boolean }[] }>('admin', 'GET', path);
        return body.items.map(({ immutable }) => immutable);
      })
      .toContain(true);
    expect((await kubernetes('developer', 'GET', path)).status).toBe(403);
    await signInAs('admin');
    const answer = await page.request.get(
      `/api/v1/config/history?kind=${kind}&namespace=bookinfo&name=${name}`,
    );
    expect(await answer.json()).toMatchObject({ history: { state: 'ok' }, revisions: [{ stored: true }] });
  } finally {
    await removeObject(name);
  }
});
