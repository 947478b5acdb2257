/**
 * Kubernetes says no in the middle of a split's writes: the right is taken away after the subsets were written, while the console lets
 * proxies hear of them. What was written is told, and goes again by one press.
 */
import { expect, type Page } from '@playwright/test';
import { test } from './support/console-page.ts';
import { kubernetes } from './support/demo.ts';
import { type Grant, type OwnAccount, ownAccount } from './support/own-account.ts';
import { type OwnService, type OwnServiceOptions, ownService } from './support/own-service.ts';
import { action, isOver, liveOf, untilKnown, wizardOf } from './support/split-pages.ts';
import { publicWay, twoWays } from './support/two-ways.ts';
import {
  httpRulesOf,
  pathOf,
  routesOf,
  type Subsets,
  subsetsPathOf,
  weightsOf,
} from './support/written-routes.ts';

test.beforeEach(() => test.setTimeout(120_000));

const istio = 'networking.istio.io';

async function withAccount(
  page: Page,
  kind: string,
  options: OwnServiceOptions,
  journey: (own: OwnService, account: OwnAccount) => Promise<void>,
): Promise<void> {
  const account = await ownAccount(kind);
  try {
    const own = await ownService(page, kind, options);
    try {
      await journey(own, account);
    } finally {
      await own.remove();
    }
  } finally {
    await account.remove();
  }
}

async function subsetsOf(own: OwnService): Promise<string[] | null> {
  const { status, body } = await kubernetes<Subsets>('admin', 'GET', subsetsPathOf(own));
  return status === 404 ? null : body.spec.subsets.map(({ name }) => name);
}

/** Pressed, and the right gone before the routes are written. */
async function startAndTakeBack(page: Page, own: OwnService, right: Grant): Promise<void> {
  await expect(page.getByText('Dry run passed.')).toBeVisible();
  await page.getByRole('button', { name: 'Start the split' }).click();
  await right.takeBackOnce<Subsets>(subsetsPathOf(own), ({ spec }) => spec.subsets.length === 2);
}

const review = (page: Page) => page.getByRole('main');

test('subsets may be written and routes may not: said before the press; in the middle of it no route changes, and the subsets go again', async ({
  page,
  context,
}) => {
  await withAccount(page, 'subsets-only', { portName: 'http-web' }, async (own, account) => {
    await account.grant(own.namespace, 'sluice-viewer');
    await account.grant(own.namespace, [
      { apiGroups: [istio], resources: ['destinationrules'], verbs: ['create', 'update', 'delete'] },
      { apiGroups: [''], resources: ['configmaps'], verbs: ['create'] },
    ]);
    await account.signIn(context);
    await untilKnown(page, own, { versions: 2 });
    await page.goto(wizardOf(own, 'candidate=v2&step=review'));
    await expect(
      page.getByText(`Kubernetes would have to let you create virtualservices in ${own.namespace}.`),
    ).toBeVisible();
    await expect(page.getByRole('button', { name: 'Start the split' })).toHaveCount(0);
    expect(await subsetsOf(own)).toBeNull();

    const routes = await account.grant(own.namespace, 'sluice-developer');
    await page.reload();
    await startAndTakeBack(page, own, routes);
    const said = review(page).getByRole('alert').filter({ hasText: 'No route was changed' });
    await expect(said).toContainText(
      `Kubernetes would have to let you create virtualservices in ${own.namespace}.`,
    );
    await expect(said).toContainText(`subsets v1, v2 of DestinationRule ${own.namespace}/${own.name}`);
    expect((await kubernetes('admin', 'GET', pathOf(own.namespace, own.name))).status).toBe(404);
    await said.getByRole('button', { name: 'Remove unused subsets' }).click();
    await expect(said).toContainText('Removed again');
    expect(await subsetsOf(own)).toBeNull();
  });
});

/** Seen, but not what routes there. */
const unlisted = 'payments';

test('the second of two VirtualServices is forbidden: 1 of 2, on the split and in the list, and an abort takes the first back', async ({
  page,
  context,
}) => {
  await withAccount(page, 'two-ways', { portName: 'http-web', besides: twoWays }, async (own, account) => {
    const other = publicWay(own.name);
    const elsewhere = other.namespace;
    await account.grant(own.namespace, 'sluice-developer');
    await account.grant(elsewhere, 'sluice-viewer');
    const right = await account.grant(elsewhere, 'sluice-developer');
    await account.grant(unlisted, [{ apiGroups: [''], resources: ['pods', 'services'], verbs: ['list'] }]);
    await account.signIn(context);
    await untilKnown(page, own, { versions: 2, points: 2 });
    const before = await routesOf(other);
    await page.goto(wizardOf(own, 'candidate=v2&step=where'));
    await expect(review(page)).toContainText(`You may not list routes in ${unlisted}.`);
    await page.getByRole('button', { name: 'To Review' }).click();
    await startAndTakeBack(page, own, right);
    const said = review(page).getByRole('alert').filter({ hasText: '1 of 2 routing objects written' });
    await expect(said).toContainText(
      `Kubernetes would have to let you update virtualservices in ${elsewhere}.`,
    );
    expect(weightsOf((await httpRulesOf(own))[0])).toEqual({ v1: 95, v2: 5 });
    expect(await routesOf(other)).toEqual(before);

    await said.getByRole('link', { name: 'To the live view' }).click();
    const notice = review(page).getByRole('alert').filter({ hasText: '1 of 2 routing objects written' });
    await expect(notice).toContainText(`VirtualService ${elsewhere}/${other.name}`);
    await page.goto('/splits');
    await expect(page.getByRole('row', { name: new RegExp(own.name) })).toContainText(
      '1 of 2 routing objects written',
    );
    await page.goto(liveOf(own));
    await action(page, 'Abort').click();
    await isOver(page);
    await expect(page.getByText('Aborted: v1 answers everything')).toBeVisible();
    await expect(notice).toHaveCount(0);
    expect(weightsOf((await httpRulesOf(own))[0])).toEqual({ v1: 100, v2: 0 });
    expect(await routesOf(other)).toEqual(before);
    await action(page, 'Finish').click();
    await expect(page.getByText('This split is over')).toBeVisible();
  });
});
