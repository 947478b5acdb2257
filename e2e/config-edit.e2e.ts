/**
 * Changing Istio's objects: in the code and in the form, refused and accepted, while somebody else writes too, undone, and kept
 * through everything that ends a page. Each journey writes a VirtualService of its own for a host of its own.
 */
import { expect } from '@playwright/test';
import { test } from './support/console-page.ts';
import { kubernetes } from './support/demo.ts';
import {
  apply,
  changeWithKubectl,
  code,
  collection,
  kind,
  live,
  makeObject,
  openEditor,
  removeObject,
  review,
  rewrite,
} from './support/edited-object.ts';

test('weights changed in the YAML are reviewed, applied, and taken back', async ({ page, signInAs }) => {
  const name = 'edit-weights';
  await makeObject(name);
  try {
    await signInAs('developer');
    await openEditor(page, name);
    await rewrite(page, 'weight: 60', 2, '75');
    await rewrite(page, 'weight: 40', 2, '25');
    await expect(page.getByRole('region', { name: 'Code' }).getByText('was 60')).toBeVisible();
    await expect(page.getByText('2 lines changed')).toBeVisible();

    await review(page);
    await expect(page.getByRole('region', { name: 'What changes' })).toContainText('75');
    await expect(page.getByRole('region', { name: 'By field' })).toContainText('Weight of reviews v1');
    await expect(page.getByRole('region', { name: /^Difference of/ })).toContainText('weight: 75');
    await page.getByRole('textbox', { name: /^Reason/ }).fill('more for v1');
    await apply(page);
    expect((await live(name)).weights).toEqual([75, 25]);

    await page.getByRole('button', { name: 'Undo' }).click();
    // The button is gone: the focus goes to what came of it.
    await expect(page.getByRole('heading', { level: 1, name: 'The change is taken back.' })).toBeFocused();
    expect((await live(name)).weights).toEqual([60, 40]);
  } finally {
    await removeObject(name);
  }
});

test('code and form are one text with one history', async ({ page, signInAs }) => {
  const name = 'edit-together';
  await makeObject(name);
  try {
    await signInAs('developer');
    await openEditor(page, name);
    const form = page.getByRole('region', { name: 'Form' });
    await rewrite(page, 'name: beta', 4, 'canary');
    await expect(form).toContainText('canary');
    // What cannot be read leaves the form as it was, and says so.
    await rewrite(page, 'timeout: 3s', 2, '[');
    await expect(form).toContainText('This shows the last valid text.');
    await expect(page.getByText('1 error blocks Apply')).toBeVisible();
    // On a slow machine one word may be several steps.
    const undo = page.getByRole('button', { name: 'Undo' });
    await code(page).press('ControlOrMeta+z');
    while (await undo.isEnabled()) await undo.click();
    await expect(form).not.toContainText('This shows the last valid text.');
    await expect(form).toContainText('beta');
    await expect(page.getByText('No changes yet.')).toBeVisible();
    // What the form changes stands in the code, and is the same history.
    await page.getByRole('button', { name: 'Redo' }).click();
    await expect(page.getByText('1 line changed')).toBeVisible();
  } finally {
    await removeObject(name);
  }
});

test('a field of old is moved to where it belongs now by one press, and says the same there', async ({
  page,
  signInAs,
}) => {
  const name = 'edit-moved';
  const route = [{ destination: { host: 'reviews', subset: 'v1' } }];
  const fault = { delay: { percent: 10, fixedDelay: '1s' } };
  await makeObject(name, { spec: { http: [{ name: 'beta', timeout: '3s', fault, route }] } });
  try {
    await signInAs('developer');
    await openEditor(page, name);
    const form = page.getByRole('region', { name: 'Form' });
    // A rule alone is open.
    await expect(form).toContainText('percent is deprecated; percentage.value replaces it.');
    await form.getByRole('button', { name: 'Move to percentage.value' }).click();
    await expect(form).not.toContainText('is deprecated');
    await expect(code(page)).not.toContainText('percent: 10');
    await review(page);
    await apply(page);
    const { body } = await kubernetes<{ spec: object }>('developer', 'GET', `${collection}/${name}`);
    expect(body.spec).toMatchObject({
      http: [{ fault: { delay: { percentage: { value: 10 }, fixedDelay: '1s' } } }],
    });
    expect(JSON.stringify(body.spec)).not.toContain('"percent"');
  } finally {
    await removeObject(name);
  }
});

test.describe('what is refused', () => {
  test.use({ expectedErrors: [/dry-run.* 400/] });

  test('is said at its line while one types, blocks Apply, and nothing is written', async ({
    page,
    signInAs,
  }) => {
    const name = 'edit-refused';
    await makeObject(name);
    try {
      await signInAs('developer');
      await openEditor(page, name);
      await rewrite(page, 'timeout: 3s', 2, 'on');
      const checks = page.getByRole('region', { name: 'Checks' });
      await expect(checks.getByText(/must be of type string/)).toBeVisible();
      await expect(checks.getByText(/on is true here/)).toBeVisible();
      // The note has what mends it.
      await checks.getByRole('button', { name: 'Put it in quotes' }).click();
      await expect(code(page)).toContainText('timeout: "on"');
      await expect(checks.getByText(/must be of type string/)).toBeHidden();
      await expect(
        checks
          .getByText(/Error/)
          .or(checks.getByText(/1 error/))
          .first(),
      ).toBeVisible();
      await review(page);
      await expect(page.getByText(`VirtualService ${name} is refused.`)).toBeVisible();
      await expect(page.getByRole('button', { name: /^Apply/ })).toBeDisabled();
      await page.getByRole('button', { name: /^Back to line/ }).click();
      await expect(code(page)).toBeFocused();
      expect((await live(name)).timeout).toBe('3s');
    } finally {
      await removeObject(name);
    }
  });
});

test('two people change different rules, then the same weight', async ({ page, signInAs }) => {
  const name = 'edit-meanwhile';
  await makeObject(name);
  try {
    await signInAs('developer');
    await openEditor(page, name);
    await rewrite(page, 'weight: 60', 2, '75');
    await rewrite(page, 'weight: 40', 2, '25');

    await changeWithKubectl(name, (first) => {
      first.timeout = '9s';
    });
    await expect(page.getByText('Both changes fit together.')).toBeVisible();
    await page.getByRole('button', { name: 'Take both' }).click();
    await expect(code(page)).toContainText('timeout: 9s');
    await expect(code(page)).toContainText('weight: 75');

    await changeWithKubectl(name, (first) => {
      for (const destination of first.route) destination.weight = 50;
    });
    await expect(page.getByText('2 places to decide.')).toBeVisible();
    await page.getByRole('button', { name: 'Merge' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('button', { name: 'Use the result' })).toBeDisabled();
    await dialog.getByRole('button', { name: 'Yours everywhere' }).click();
    await dialog.getByRole('button', { name: 'Use the result' }).click();
    await review(page);
    await apply(page);
    expect(await live(name)).toEqual({ weights: [75, 25], timeout: '9s' });
  } finally {
    await removeObject(name);
  }
});

test.describe('whoever comes back', () => {
  // The open page may ask in the moment between two sessions.
  test.use({ expectedErrors: [/\/api\/v1\/\S+ Failed to load resource.* 401/] });

  test('a draft survives a reload, signing out, and another persona does not see it', async ({
    page,
    context,
    baseURL,
    signInAs,
  }) => {
    const name = 'edit-draft';
    await makeObject(name);
    try {
      await signInAs('developer');
      await openEditor(page, name);
      await rewrite(page, 'timeout: 3s', 2, '7s');
      await expect(page.getByRole('region', { name: 'Code' }).getByText('was 3s')).toBeVisible();
      await page.reload();
      await expect(page.getByText(/^Your draft of .* is back\./)).toBeVisible();
      await expect(code(page)).toContainText('timeout: 7s');

      await context.request.delete('/api/v1/session', { headers: { origin: baseURL ?? '' } });
      // The open page hears of it, and leads to the sign-in by itself: nobody goes elsewhere meanwhile.
      await expect(page).toHaveURL(/\/login/);
      await signInAs('admin');
      await openEditor(page, name);
      await expect(code(page)).toContainText('timeout: 3s');

      await signInAs('developer');
      await openEditor(page, name);
      await expect(code(page)).toContainText('timeout: 7s');
      await page.getByRole('button', { name: 'Start over' }).click();
      await expect(code(page)).toContainText('timeout: 3s');
      await page.reload();
      await expect(page.getByText('No changes yet.')).toBeVisible();
    } finally {
      await removeObject(name);
    }
  });
});

test('a viewer reads the same page, and can change nothing', async ({ page, signInAs }) => {
  const name = 'edit-viewer';
  await makeObject(name);
  try {
    await signInAs('viewer');
    await openEditor(page, name);
    await expect(
      page.getByText(/Kubernetes would have to let you update virtualservices in bookinfo/),
    ).toBeVisible();
    await code(page).click();
    await page.keyboard.type('x');
    await expect(page.getByText('no line changed')).toBeVisible();
    await expect(page.getByRole('button', { name: /^Review/ })).toBeHidden();
  } finally {
    await removeObject(name);
  }
});

test('an example is one that the checks take, in the words of the reader', async ({
  page,
  signInAs,
  prefer,
}) => {
  await signInAs('admin');
  await page.goto('/config/new?kind=gateways.networking.istio.io&namespace=bookinfo');
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveAttribute('placeholder', 'example');
  await page.getByRole('button', { name: 'Write it' }).click();
  await expect(page.getByText('Nothing found.')).toBeVisible();
  await page.goto('/config/new?kind=peerauthentications.security.istio.io&namespace=bookinfo');
  await expect(page.getByText('Every object needs a name.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Write it' })).toBeDisabled();
  await prefer({ locale: 'zh-CN' });
  await page.goto(`/config/new?kind=${kind}&namespace=bookinfo`);
  await page.getByRole('button', { name: '开始编写' }).click();
  await expect(page.locator('.cm-content')).toContainText('# 第一条匹配的规则生效');
});

test('a new object begins with an example, a copy with another', async ({ page, signInAs }) => {
  const [name, copy] = ['edit-new', 'edit-new-copy'];
  await removeObject(name);
  await removeObject(copy);
  try {
    await signInAs('developer');
    await page.goto(`/config/new?kind=${kind}&namespace=bookinfo`);
    await page.getByRole('textbox', { name: 'Name' }).fill('Not A Name');
    await expect(page.getByText(/^Lowercase letters/)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Write it' })).toBeDisabled();
    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    await page.getByRole('combobox', { name: 'For' }).fill(`${name}.example.com`);
    await page.getByRole('radio', { name: /^Timeout and retries/ }).check();
    await page.getByRole('button', { name: 'Write it' }).click();
    await expect(code(page)).toContainText('perTryTimeout');
    // The host of the example is nobody's: requests go to reviews.
    const text = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: ${name}
  namespace: bookinfo
spec:
  hosts:
  - ${name}.example.com
  http:
  - route:
    - destination:
        host: reviews
    timeout: 3s
`;
    await code(page).click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText(text);
    await page.getByRole('button', { name: 'Review new object' }).click();
    await apply(page);
    expect((await live(name)).timeout).toBe('3s');

    await page.goto(`/config/new?kind=${kind}&namespace=bookinfo&from=${name}`);
    await expect(code(page)).toContainText('timeout: 3s');
    // A draft that was left comes back, also to who asks for a copy; begun anew, it is the copy.
    await code(page).click();
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.insertText('# left');
    await page.waitForFunction(() => JSON.stringify({ ...localStorage }).includes('# left'));
    await page.reload();
    await expect(page.getByText(/^Your draft of/)).toBeVisible();
    await expect(code(page)).toContainText('# left');
    await page.getByRole('button', { name: 'Start over' }).click();
    await expect(code(page)).toContainText('timeout: 3s');
    await expect(code(page)).not.toContainText('# left');
    await page.getByRole('button', { name: 'Review new object' }).click();
    // The copy has the host of the other: the checks object, and somebody may still want it.
    await expect(page.getByText('Dry run passed.')).toBeVisible();
    await expect(page.getByRole('button', { name: /^Apply/ })).toBeDisabled();
    await page.getByRole('checkbox', { name: /^Apply although/ }).check();
    await apply(page);
    expect((await live(copy)).timeout).toBe('3s');
  } finally {
    await removeObject(name);
    await removeObject(copy);
  }
});

test.describe('what is gone', () => {
  // The page behind the dialog is live: it may hear of the deletion, and ask for the object, before the dialog leads away.
  test.use({
    expectedErrors: [/\/api\/v1\/config\/object\?.*edit-delete Failed to load resource.* 404/],
  });

  test('deleting says what depends on it, and deletes', async ({ page, signInAs }) => {
    const name = 'edit-delete';
    await makeObject(name);
    try {
      await signInAs('developer');
      await openEditor(page, name);
      await page.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menuitem', { name: /^Delete/ }).click();
      const dialog = page.getByRole('dialog', { name: `Delete VirtualService ${name}?` });
      await expect(dialog.getByText(/depends? on it|refers to it/)).toBeVisible();
      await dialog.getByRole('button', { name: 'Delete' }).click();
      await expect(page.getByText(`VirtualService ${name} is deleted.`)).toBeVisible();
      expect((await kubernetes('developer', 'GET', `${collection}/${name}`)).status).toBe(404);
    } finally {
      await removeObject(name);
    }
  });
});
