/**
 * Somebody else writes while a split is being started: its subsets stand, proxies hear of them for some seconds, and only then the routes
 * are written. What they changed beside the split stays; what they changed of it is asked about.
 */
import { expect, type Page } from '@playwright/test';
import { asSoonAs } from './support/as-soon-as.ts';
import { test } from './support/console-page.ts';
import { type OwnService, ownService } from './support/own-service.ts';
import { action, isOver, liveOf, untilKnown, wizardOf } from './support/split-pages.ts';
import { publicWay, twoWays } from './support/two-ways.ts';
import {
  httpRulesOf,
  pathOf,
  type Routes,
  type Rule,
  type Subsets,
  subsetsPathOf,
  weightsOf,
} from './support/written-routes.ts';

test.beforeEach(async ({ signInAs }) => {
  test.setTimeout(90_000);
  await signInAs('developer');
});

/** Of another service: nothing that could be split. */
const side: Rule = {
  name: 'side',
  match: [{ uri: { prefix: '/side' } }],
  route: [{ destination: { host: 'frontend.shop.svc.cluster.local' } }],
};

async function withTwoWays(page: Page, kind: string, journey: (own: OwnService) => Promise<void>) {
  const besides = (name: string) => twoWays(name, [side]);
  const own = await ownService(page, kind, { portName: 'http-web', besides });
  try {
    await untilKnown(page, own, { versions: 2, points: 2 });
    await journey(own);
  } finally {
    await own.remove();
  }
}

/** Pressed, and the second way's rules changed between the subsets and the routes. */
async function startWhile(page: Page, own: OwnService, changed: (rules: readonly Rule[]) => Rule[]) {
  await page.goto(wizardOf(own, 'candidate=v2&step=review'));
  await expect(page.getByText('Dry run passed.')).toBeVisible();
  await page.getByRole('button', { name: 'Start the split' }).click();
  const other = publicWay(own.name);
  const path = pathOf(other.namespace, other.name);
  await asSoonAs<Subsets>(
    subsetsPathOf(own),
    ({ spec }) => spec.subsets.length === 2,
    async (api) => {
      const now = (await api.call<Routes>('GET', path)).body;
      const { status } = await api.call('PUT', path, {
        body: { ...now, spec: { ...now.spec, http: changed(now.spec.http ?? []) } },
      });
      expect(status).toBe(200);
    },
  );
}

test('another rule of the second VirtualService: theirs stays, and the split is written whole', async ({
  page,
}) => {
  await withTwoWays(page, 'merged', async (own) => {
    await startWhile(page, own, (rules) =>
      rules.map((rule) => (rule.name === 'side' ? { ...rule, timeout: '9s' } : rule)),
    );
    await expect(page).toHaveURL(new RegExp(`${liveOf(own)}$`), { timeout: 30_000 });
    await expect(action(page, 'Abort')).toBeVisible();
    await expect(page.getByRole('alert').filter({ hasText: 'routing objects written' })).toHaveCount(0);
    const rules = await httpRulesOf(publicWay(own.name));
    expect(rules[0]).toMatchObject({ name: 'side', timeout: '9s' });
    expect(weightsOf(rules[1])).toEqual({ v1: 95, v2: 5 });
    expect(weightsOf((await httpRulesOf(own))[0])).toEqual({ v1: 95, v2: 5 });

    await action(page, 'Abort').click();
    await isOver(page);
    const [after, main] = await httpRulesOf(publicWay(own.name));
    expect(after).toMatchObject({ name: 'side', timeout: '9s' });
    expect(weightsOf(main)).toEqual({ v1: 100, v2: 0 });
  });
});

test('the rule itself: a conflict with both shares and the tool that wrote; no route is written, and the subset goes again', async ({
  page,
}) => {
  await withTwoWays(page, 'overtaken', async (own) => {
    const { route } = side;
    await startWhile(page, own, (rules) =>
      rules.map((rule) =>
        rule.name === 'main'
          ? { ...rule, route: [...(rule.route ?? []), ...(route ?? [])].map((to) => ({ ...to, weight: 50 })) }
          : rule,
      ),
    );
    const said = page.getByRole('main').getByRole('alert').filter({ hasText: 'v1 100' });
    await expect(said).toContainText(/v1 100.*v1 50 \/ frontend\S* 50/);
    // Of a write past the console Kubernetes knows with what, and not who.
    await expect(said).toContainText(`changed ${own.name}-public · main at `);
    expect(weightsOf((await httpRulesOf(own))[0])).toEqual({ v1: 100 });
    await said.getByRole('button', { name: 'Remove unused subsets' }).click();
    await expect(said).toContainText('Removed again');
  });
});
