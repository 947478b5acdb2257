/** The screens of failures as other people see them: in Chinese, on a narrow window, in both themes. What is done in them is in failures.e2e.ts. */
import { expect, type Page } from '@playwright/test';
import { messages as chinese } from '#lib/i18n/messages-zh-cn.ts';
import { violations } from './support/accessibility.ts';
import { makeObject, slow, test, webhookAway } from './support/breaking.ts';
import { changeWithKubectl } from './support/edited-object.ts';
import { inOtherLanguage } from './support/other-language.ts';
import { overhanging } from './support/overhanging.ts';

test.setTimeout(180_000);
test.use({ expectedErrors: [/\/api\/v1\/\S* Failed to load resource/] });

const { editor, login } = chinese;
const main = (page: Page) => page.getByRole('main');
/** The text up to its first hole. */
const begins = (text: string) => new RegExp(`^${text.split('{')[0]}`);
const review = (page: Page) => main(page).getByRole('button', { name: /^审阅 \d/ });
const apply = (page: Page) => main(page).getByRole('button', { name: begins(editor.apply.button) });

test.beforeEach(async ({ signInAs, prefer }) => {
  await signInAs('developer');
  await prefer({ locale: 'zh-CN' });
});

async function reviewed(page: Page, name: string): Promise<void> {
  await makeObject(name);
  await page.goto(`/config/virtualservices.networking.istio.io/bookinfo/${name}/edit`);
  await page
    .getByRole('textbox', { name: /YAML/ })
    .locator('.cm-line', { hasText: 'timeout: 3s' })
    .first()
    .click();
  await page.keyboard.press('End');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await page.keyboard.insertText('7s');
  await review(page).click();
  await expect(apply(page)).toBeVisible();
}

/** Of what stands there now. */
async function expectGoodLooks(page: Page): Promise<void> {
  expect(await inOtherLanguage(page, 'zh-CN')).toEqual([]);
  for (const width of [1440, 900, 390]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await overhanging(page), `${width} wide`).toEqual([]);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ reducedMotion: 'reduce', colorScheme });
      await expect(page.locator('html')).toHaveCSS('color-scheme', colorScheme);
      expect(await violations(page)).toEqual([]);
    }
  }
}

test('somebody else was faster: the outcome, and both sides beside each other', async ({ page, own }) => {
  const name = 'look-conflict';
  await reviewed(page, name);
  await expect(apply(page)).toBeEnabled();
  let once = true;
  own.cluster.misbehave(async ({ method, path, query }) => {
    if (!once || method !== 'PUT' || query.has('dryRun') || !path.endsWith(`/${name}`)) return null;
    once = false;
    await changeWithKubectl(name, (first) => {
      first.timeout = '9s';
    });
    return null;
  });
  await apply(page).click();
  await expect(page.getByRole('heading', { level: 1, name: editor.partial.none })).toBeVisible();
  await expectGoodLooks(page);
  await page.getByRole('button', { name: editor.partial.merge }).click();
  await expect(page.getByText(editor.merge.lead)).toBeVisible();
  await expectGoodLooks(page);
});

test('the answer to a write is lost: it is being found out, and then told', async ({ page, own }) => {
  const name = 'look-lost';
  await reviewed(page, name);
  await expect(apply(page)).toBeEnabled();
  own.line.cutAnswers('/api/v1/config/');
  await apply(page).click();
  await expect(page.getByRole('heading', { level: 1, name: editor.settle.title })).toBeVisible(slow);
  await expectGoodLooks(page);
  own.line.cutAnswers(null);
  await expect(page.getByText(editor.settle.done)).toBeVisible(slow);
  await expectGoodLooks(page);
});

test('a webhook is away: who does not answer', async ({ page, own }) => {
  const name = 'look-webhook';
  own.cluster.misbehave(({ method, path }) =>
    method === 'PUT' && path.endsWith(`/${name}`) ? webhookAway : null,
  );
  await reviewed(page, name);
  await expect(page.getByText('istiod.istio-system 没有响应')).toBeVisible();
  await expect(apply(page)).toBeDisabled();
  await expectGoodLooks(page);
});

test('the sign-in ends in the middle: why one is asked to sign in again', async ({ page, own }) => {
  const name = 'look-session';
  await reviewed(page, name);
  await expect(apply(page)).toBeEnabled();
  own.cluster.misbehave(({ token, path }) =>
    token !== '' && /\/bookinfo\/virtualservices\/|selfsubjectreviews/.test(path)
      ? { code: 401, reason: 'Unauthorized', message: 'Unauthorized' }
      : null,
  );
  await apply(page).click();
  await expect(page.getByText(login.ended)).toBeVisible();
  await expectGoodLooks(page);
});
