/** A sign-in that ends in the middle of an edit, whichever way one signs in: the draft is kept, is there again afterwards, and can be applied. */
import { expect, type Page } from '@playwright/test';
import { apply, code, eraseEnd, kind, live, makeObject, removeObject, review } from './edited-object.ts';

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

export async function expectDraftToLast(page: Page, draft: LastingDraft): Promise<void> {
  const { name, noticedMs } = draft;
  await makeObject(name);
  const path = `/config/${kind}/bookinfo/${name}/edit`;
  await draft.open(path);
  await eraseEnd(page, 'timeout: 3s', 2);
  draft.endSignIn();
  await page.keyboard.insertText('9s');
  await expect(page).toHaveURL(
    (url) => url.pathname === '/login' && url.searchParams.get('returnTo') === path,
    noticedMs === undefined ? {} : { timeout: noticedMs },
  );
  await expect(page.getByText('Your sign-in has ended.')).toBeVisible();
  await draft.signInAgain();
  await expect(page).toHaveURL(path);
  await expect(code(page)).toContainText('timeout: 9s');
  await review(page);
  await apply(page);
  expect((await live(name)).timeout).toBe('9s');
  await removeObject(name);
}
