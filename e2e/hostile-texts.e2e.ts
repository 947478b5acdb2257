/** Texts that others fill, wherever the console shows them: text, no link, no element, no request to anywhere. */
import { expect, type Page } from '@playwright/test';
import { test as breaking, makeObject } from './support/breaking.ts';
import { test } from './support/console-page.ts';
import { kubernetes } from './support/demo.ts';
import { applyButton, collection, draftTimeout, kind, review } from './support/edited-object.ts';

test.setTimeout(180_000);
breaking.setTimeout(180_000);
// A violated policy would fail a journey as well: nothing is expected but the refusal of the webhook.
breaking.use({ expectedErrors: [/\/api\/v1\/\S* Failed to load resource/] });

/** Set by whatever of it should ever run. */
const ran = (page: Page) => page.evaluate(() => Reflect.get(window, 'ran') ?? null);
const markup = '"><svg/onload=window.ran=1><img src=x onerror=window.ran=1>';

async function expectInert(page: Page): Promise<void> {
  expect(await ran(page)).toBeNull();
  await expect(
    page.locator('svg[onload], img[src="x"], [onerror], script:not([nonce]):not([src])'),
  ).toHaveCount(0);
  const links = await page
    .locator('a[href]')
    .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
  expect(links.filter((href) => !/^https?:/.test(href) || /ran=|evil/.test(new URL(href).host))).toEqual([]);
}

/** Every name of one app in what the graph answers is this one, ids included. */
async function renameInGraph(page: Page, from: string, to: string): Promise<void> {
  await page.route(/\/api\/v1\/graph(\?|$)/, async (route) => {
    const answer = await route.fetch();
    const body = JSON.parse(await answer.text(), (_, value) =>
      typeof value === 'string' ? value.replaceAll(from, to) : value,
    );
    await route.fulfill({ response: answer, json: body });
  });
}

test.describe('names in the graph', () => {
  const cases = [
    ['input 11: markup', markup],
    ['input 13: selectors', '#a[b="c"], *'],
    ['input 14: an address in CSS', 'url(http://evil.test/x)'],
    ['input 43: letters that turn text', 'a\u202egnp\u202c\u200bb'],
  ] as const;
  for (const [title, name] of cases) {
    test(`${title}: shown as it is written, and nothing else happens`, async ({ page, signInAs }) => {
      await signInAs('viewer');
      await renameInGraph(page, 'reviews', name);
      const shown = name.replaceAll(
        /[\u200b\u202c\u202e]/g,
        (letter) => `‹U+${letter.codePointAt(0)?.toString(16).toUpperCase()}›`,
      );
      await page.goto('/graph?ns=bookinfo');
      const node = page.getByRole('button', { name: shown }).first();
      await expect(node).toBeAttached({ timeout: 40_000 });
      await node.focus();
      await page.keyboard.press('Enter');
      await expect(page.getByRole('complementary').getByText(shown).first()).toBeVisible();
      await expectInert(page);
      await page.goto('/graph?ns=bookinfo&view=table');
      await expect(page.getByRole('table').getByText(shown).first()).toBeVisible();
      await expectInert(page);
    });
  }
});

test('input 12: addresses that run something, in annotations where other consoles look for links: no link', async ({
  page,
  signInAs,
}) => {
  await signInAs('developer');
  const name = 'hostile-links';
  await makeObject(name, {
    metadata: {
      annotations: {
        'link.argocd.argoproj.io/external-link': 'javascript:window.ran=1',
        'grafana.com/url': 'data:text/html,<script>window.ran=1</script>',
        'kiali.io/link': ' java\tscript:window.ran=1',
        documentation: 'vbscript:x',
        url: 'https://evil.test/phish',
      },
    },
  });
  for (const path of [
    `/config/${kind}/bookinfo/${name}`,
    `/config/${kind}/bookinfo/${name}?tab=yaml`,
    `/config/${kind}/bookinfo/${name}/edit`,
    `/config/${kind}/bookinfo/${name}/history`,
    '/config?namespaces=bookinfo',
  ]) {
    await page.goto(path);
    await expect(page.getByText(name).first()).toBeVisible();
    await expectInert(page);
  }
  expect((await kubernetes('developer', 'DELETE', `${collection}/${name}`)).status).toBe(200);
});

breaking(
  'input 15: markup in the words of a webhook: words, at the line, in the form and in the review',
  async ({ page, own, signInAs }) => {
    await signInAs('developer');
    const name = 'hostile-webhook';
    await makeObject(name);
    own.cluster.misbehave(({ method, path }) =>
      method === 'PUT' && path.endsWith(`/${name}`)
        ? {
            code: 400,
            reason: 'BadRequest',
            message: `admission webhook "validation.istio.io" denied the request: ${markup} [a](javascript:window.ran=1) \u001b[31m\u202ered`,
          }
        : null,
    );
    await draftTimeout(page, name);
    await review(page);
    const bar = page.getByRole('region', { name: 'Dry run, reason and apply' });
    await expect(bar).toContainText('<svg/onload=window.ran=1>');
    await expect(bar).toContainText('‹U+202E›red');
    await expect(applyButton(page)).toBeDisabled();
    await expectInert(page);
  },
);
