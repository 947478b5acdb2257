/** A sign-in that ends in the middle of an edit, whichever way one signs in: the draft is kept, is there again afterwards, and can be applied. */
import { expect, type Page } from '@playwright/test';
import { kubernetes } from './demo.ts';

export interface LastingDraft {
  /** Of an object of the journey's own. */
  name: string;
  /** The editor, signed in. */
  open(path: string): Promise<unknown>;
  /** Before the last letters are written. */
  endSignIn(): void;
  /** From the sign-in page back to where one was. */
  signInAgain(): Promise<void>;
  /** How long it may take until the page learns that its sign-in has ended. */
  noticedMs?: number;
}

const collection = '/apis/networking.istio.io/v1/namespaces/bookinfo/virtualservices';

export async function expectDraftToLast(page: Page, draft: LastingDraft): Promise<void> {
  const { name, noticedMs } = draft;
  await kubernetes('developer', 'DELETE', `${collection}/${name}`);
  const made = await kubernetes('developer', 'POST', collection, {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace: 'bookinfo' },
    spec: {
      hosts: [`${name}.example.com`],
      http: [{ name: 'all', timeout: '3s', route: [{ destination: { host: 'reviews' } }] }],
    },
  });
  expect(made.status).toBe(201);
  const path = `/config/virtualservices.networking.istio.io/bookinfo/${name}/edit`;
  await draft.open(path);
  const code = page.getByRole('textbox', { name: /^YAML of/ });
  await code.locator('.cm-line', { hasText: 'timeout: 3s' }).click();
  await page.keyboard.press('End');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  draft.endSignIn();
  await page.keyboard.insertText('9s');
  await expect(page).toHaveURL(
    (url) => url.pathname === '/login' && url.searchParams.get('returnTo') === path,
    noticedMs === undefined ? {} : { timeout: noticedMs },
  );
  await expect(page.getByText('Your sign-in has ended.')).toBeVisible();
  await draft.signInAgain();
  await expect(page).toHaveURL(path);
  await expect(code).toContainText('timeout: 9s');
  await page.getByRole('button', { name: /^Review \d/ }).click();
  await expect(page.getByText('Dry run passed.')).toBeVisible();
  await page.getByRole('button', { name: /^Apply/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: '1 object is written' })).toBeVisible();
  const { body } = await kubernetes('developer', 'GET', `${collection}/${name}`);
  expect(JSON.stringify(body)).toContain('"timeout":"9s"');
  await kubernetes('developer', 'DELETE', `${collection}/${name}`);
}
