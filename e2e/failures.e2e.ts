/**
 * Changing configuration while something breaks between browser, console and API server: nothing is lost, nothing is sent twice, and
 * the page says what became of each object and how to go on.
 */
import { expect } from '@playwright/test';
import { outcomes, reviewed, slow, test } from './support/breaking.ts';
import { kubernetes } from './support/demo.ts';
import {
  applyButton,
  changeWithKubectl,
  collection,
  heading,
  live,
  passed,
} from './support/edited-object.ts';
import { ownService } from './support/own-service.ts';
import { splitCalls } from './support/split-calls.ts';
import { action, liveOf } from './support/split-pages.ts';
import { httpRulesOf, routesOf, weightsOf } from './support/written-routes.ts';

test.setTimeout(180_000);
test.use({ expectedErrors: [/\/api\/v1\/\S* Failed to load resource/] });

test.beforeEach(async ({ signInAs }) => {
  await signInAs('developer');
});

test('REL-36 somebody changes the object in the moment of writing: both sides are shown, and both are kept', async ({
  page,
  own,
}) => {
  const name = 'fail-conflict';
  await reviewed(page, name);
  let once = true;
  own.cluster.misbehave(async ({ method, path, query }) => {
    if (!once || method !== 'PUT' || query.has('dryRun') || !path.endsWith(`/${name}`)) return null;
    once = false;
    await changeWithKubectl(name, (first) => {
      first.timeout = '9s';
      for (const destination of first.route) destination.weight = 50;
    });
    return null;
  });
  await applyButton(page).click();
  await expect(heading(page, 'Nothing was written')).toBeVisible();
  await expect(outcomes(page)).toContainText('Somebody else changed it meanwhile.');
  expect(await live(name)).toEqual({ timeout: '9s', weights: [50, 50] });

  await page.getByRole('button', { name: 'See both changes' }).click();
  const merge = page.getByRole('region', { name: `VirtualService ${name} was changed meanwhile` });
  await expect(merge.getByRole('row', { name: /timeout/ })).toContainText('9s');
  await expect(applyButton(page)).toBeDisabled();
  await merge.getByRole('radio', { name: 'Keep yours' }).or(merge.getByText('Keep yours')).first().click();
  await merge.getByRole('button', { name: 'Use the result' }).click();
  await expect(passed(page)).toBeVisible();
  await applyButton(page).click();
  await expect(heading(page, '1 object is written')).toBeVisible();
  expect(await live(name)).toEqual({ timeout: '7s', weights: [50, 50] });
});

test('the second of two writes is refused: what is written is told, and the rest goes on from there', async ({
  page,
  own,
}) => {
  const names = ['fail-first', 'fail-second'];
  await reviewed(page, ...names);
  await page.getByRole('textbox', { name: /^Reason/ }).fill('both at once');
  let count = 0;
  const message = 'etcdserver: request timed out, possibly due to previous leader failure';
  own.cluster.misbehave(({ method, path, query }) => {
    if (method !== 'PUT' || query.has('dryRun') || !path.includes('/fail-')) return null;
    count += 1;
    return count === 2 ? { code: 500, reason: 'InternalError', message } : null;
  });
  await applyButton(page).click();
  await expect(heading(page, '1 of 2 objects are written')).toBeVisible();
  await expect(outcomes(page).filter({ hasText: 'written' })).toHaveCount(1);
  await expect(outcomes(page).filter({ hasText: 'failed' })).toContainText(message);
  own.cluster.misbehave(null);

  await page.getByRole('button', { name: 'Try the rest again' }).click();
  await expect(page.getByRole('textbox', { name: /^Reason/ })).toHaveValue('both at once');
  await expect(passed(page)).toBeVisible();
  await applyButton(page).click();
  await expect(heading(page, '1 object is written')).toBeVisible();
  for (const name of names) expect((await live(name)).timeout).toBe('7s');
});

test('the second of two writes is refused: what is written can be taken back', async ({ page, own }) => {
  const names = ['fail-third', 'fail-fourth'];
  await reviewed(page, ...names);
  let count = 0;
  own.cluster.misbehave(({ method, path, query }) => {
    if (method !== 'PUT' || query.has('dryRun') || !path.includes('/fail-')) return null;
    count += 1;
    return count === 2 ? 'cut-before' : null;
  });
  await applyButton(page).click();
  await expect(heading(page, '1 of 2 objects are written')).toBeVisible(slow);
  await expect(outcomes(page).filter({ hasText: 'failed' })).toContainText('it was not written');
  own.cluster.misbehave(null);
  await page.getByRole('button', { name: 'Take back what is written' }).click();
  await expect(heading(page, 'The change is taken back.')).toBeVisible();
  for (const name of names) expect((await live(name)).timeout).toBe('3s');
});

test('REL-52 the sign-in ends in the middle: draft and reason are kept, and after signing in again it is saved', async ({
  page,
  own,
}) => {
  const name = 'fail-session';
  await reviewed(page, name);
  await page.getByRole('textbox', { name: /^Reason/ }).fill('ticket 12');
  const other = await page.context().newPage();
  await other.goto('/config');
  await expect(other.getByRole('heading', { level: 1 })).toBeVisible();
  own.cluster.misbehave(({ token, path }) =>
    token !== '' && /\/bookinfo\/virtualservices\/|selfsubjectreviews/.test(path)
      ? { code: 401, reason: 'Unauthorized', message: 'Unauthorized' }
      : null,
  );
  await applyButton(page).click();
  await expect(page).toHaveURL(/\/login\?returnTo=/);
  await expect(page.getByText(/sign-in (has )?ended|signed out/i)).toBeVisible();
  // The cookie is gone: whatever the other tab asks next leads it there as well.
  await expect(other).toHaveURL(/\/login\?returnTo=/, slow);
  expect((await live(name)).timeout).toBe('3s');

  own.cluster.misbehave(null);
  await page.getByRole('button', { name: /^Developer/ }).click();
  await expect(heading(page, /^Review/)).toBeVisible();
  await expect(page.getByRole('textbox', { name: /^Reason/ })).toHaveValue('ticket 12');
  await expect(passed(page)).toBeVisible();
  await applyButton(page).click();
  await expect(heading(page, '1 object is written')).toBeVisible();
  expect((await live(name)).timeout).toBe('7s');
  await other.close();
});

for (const { where, fault } of [
  { where: 'after it was written', fault: 'cut-after' },
  { where: 'before it arrived', fault: 'cut-before' },
] as const) {
  test(`REL-40 the line to the API server breaks ${where}: the object is read again, and nothing is sent twice`, async ({
    page,
    own,
  }) => {
    const name = `fail-${fault}`;
    await reviewed(page, name);
    own.cluster.takeWrites();
    own.cluster.misbehave(({ method, path, query }) =>
      method === 'PUT' && !query.has('dryRun') && path.endsWith(`/${name}`) ? fault : null,
    );
    await applyButton(page).click();
    const isWritten = fault === 'cut-after';
    await expect(heading(page, isWritten ? '1 object is written' : 'Nothing was written')).toBeVisible(slow);
    if (!isWritten) await expect(outcomes(page)).toContainText('Read again since: it was not written.');
    expect((await live(name)).timeout).toBe(isWritten ? '7s' : '3s');
    const sent = own.cluster.takeWrites().filter((write) => write.endsWith(`/${name}`));
    expect(sent).toEqual([`PUT ${collection}/${name}`]);
  });

  test(`REL-40 the line to the console breaks, and the write ends ${where}: the page reads again and says so`, async ({
    page,
    own,
  }) => {
    const name = `fail-line-${fault}`;
    await reviewed(page, name);
    own.cluster.takeWrites();
    own.cluster.misbehave(({ method, path, query }) =>
      method === 'PUT' && !query.has('dryRun') && path.endsWith(`/${name}`) && fault === 'cut-before'
        ? fault
        : null,
    );
    own.line.cutAnswers('/api/v1/config/');
    await applyButton(page).click();
    await expect(heading(page, 'Written or not?')).toBeVisible(slow);
    await expect(page.getByRole('button', { name: /again|review/i })).toHaveCount(0);
    own.line.cutAnswers(null);
    const isWritten = fault === 'cut-after';
    await expect(heading(page, isWritten ? '1 object is written' : 'Nothing was written')).toBeVisible(slow);
    expect((await live(name)).timeout).toBe(isWritten ? '7s' : '3s');
    expect(own.cluster.takeWrites().filter((write) => write.endsWith(`/${name}`))).toHaveLength(1);
    if (isWritten) return;
    own.cluster.misbehave(null);
    await page.getByRole('button', { name: 'Back to the review' }).click();
    await expect(passed(page)).toBeVisible();
    await applyButton(page).click();
    await expect(heading(page, '1 object is written')).toBeVisible();
  });
}

test('an abort amid a storm of edits of the same rule, while Prometheus is away, needs one press', async ({
  page,
  own,
}) => {
  const service = await ownService(page, 'storm', { portName: 'http-web' });
  try {
    await splitCalls(page.context().request, service, own.url).begin({ steps: [25, 50] });
    await page.goto(liveOf(service));
    await expect(action(page, 'Abort')).toBeVisible();
    await own.prometheus.set('refused');
    let storms = 0;
    own.cluster.misbehave(async ({ method, path, query }) => {
      if (storms >= 4 || method !== 'PUT' || query.has('dryRun') || !path.endsWith(`/${service.name}`))
        return null;
      storms += 1;
      const { spec, ...now } = await routesOf(service);
      const [rule] = spec.http ?? [];
      const route = rule?.route?.map((one, index) => ({
        ...one,
        weight: index === 0 ? 60 - storms : 40 + storms,
      }));
      const edited = { ...now, spec: { ...spec, http: [{ ...rule, route }] } };
      expect((await kubernetes('admin', 'PUT', path, edited)).status).toBe(200);
      return null;
    });
    const answered = page.waitForResponse(/\/act$/);
    await action(page, 'Abort').click();
    expect(await (await answered).json()).toMatchObject({ outcome: 'done', attempts: 5 });
    await expect(page.getByText('Aborted: v1 answers everything')).toBeVisible();
    expect(weightsOf((await httpRulesOf(service))[0])).toEqual({ v1: 100, v2: 0 });
  } finally {
    own.cluster.misbehave(null);
    await service.remove();
  }
});
