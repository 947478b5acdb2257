/** A VirtualService of a journey's own, for a host of its own: made, read and changed past the console, and its editor and review. */
import { expect, type Page } from '@playwright/test';
import { kubernetes } from './demo.ts';

export const kind = 'virtualservices.networking.istio.io';
export const collection = '/apis/networking.istio.io/v1/namespaces/bookinfo/virtualservices';

interface Route {
  name: string;
  timeout?: string;
  route: { destination: { host: string; subset?: string }; weight?: number }[];
}

interface Routes {
  spec: { http: Route[] };
}

/** Three seconds, and shares of 60 and 40: what most journeys change. */
const routes = (): Route[] => [
  {
    name: 'beta',
    timeout: '3s',
    route: [
      { destination: { host: 'reviews', subset: 'v1' }, weight: 60 },
      { destination: { host: 'reviews', subset: 'v2' }, weight: 40 },
    ],
  },
];

/** What is not as of all others. */
export interface Made {
  spec?: object;
  metadata?: object;
}

/** As kubectl create does it. What an earlier run has left is gone first. */
export async function makeObject(name: string, { spec, metadata }: Made = {}): Promise<void> {
  await removeObject(name);
  const made = await kubernetes('developer', 'POST', `${collection}?fieldManager=kubectl-create`, {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace: 'bookinfo', ...metadata },
    spec: { hosts: [`${name}.example.com`], http: routes(), ...spec },
  });
  expect(made.status).toBe(201);
}

export const removeObject = (name: string) => kubernetes('developer', 'DELETE', `${collection}/${name}`);

/** As somebody else does it with kubectl edit: read, changed, put back. */
export async function changeWithKubectl(name: string, change: (first: Route) => void): Promise<void> {
  const { body } = await kubernetes<Routes>('developer', 'GET', `${collection}/${name}`);
  for (const first of body.spec.http.slice(0, 1)) change(first);
  const put = await kubernetes('developer', 'PUT', `${collection}/${name}?fieldManager=kubectl-edit`, body);
  expect(put.status).toBe(200);
}

/** What stands in the cluster now of the first route. */
export async function live(name: string): Promise<{ timeout: string | undefined; weights: unknown }> {
  const { body } = await kubernetes<Partial<Routes>>('developer', 'GET', `${collection}/${name}`);
  const [first] = body.spec?.http ?? [];
  return { timeout: first?.timeout, weights: first?.route.map(({ weight }) => weight) };
}

export const code = (page: Page) => page.getByRole('textbox', { name: /^YAML of/ });

export async function openEditor(page: Page, name: string): Promise<void> {
  await page.goto(`/config/${kind}/bookinfo/${name}/edit`);
  await expect(code(page)).toBeVisible();
}

/** Takes the last letters from the first line that has the text; the cursor stays there. */
export async function eraseEnd(page: Page, line: string, letters: number): Promise<void> {
  await code(page).locator('.cm-line', { hasText: line }).first().click();
  await page.keyboard.press('End');
  for (let count = 0; count < letters; count += 1) await page.keyboard.press('Backspace');
}

/** Writes another value at the end of the first line that has the text. */
export async function rewrite(page: Page, line: string, letters: number, value: string): Promise<void> {
  await eraseEnd(page, line, letters);
  await page.keyboard.insertText(value);
}

/** The draft of another timeout. */
export async function draftTimeout(page: Page, name: string, timeout = '7s'): Promise<void> {
  await openEditor(page, name);
  await rewrite(page, 'timeout: 3s', 2, timeout);
  await expect(page.getByText('1 line changed')).toBeVisible();
}

export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });
export const passed = (page: Page) => page.getByText('Dry run passed.');
export const applyButton = (page: Page) => page.getByRole('button', { name: /^Apply/ });

export async function review(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Review \d/ }).click();
  await expect(heading(page, /^Review/)).toBeVisible();
}

/** Applies what the review shows. */
export async function apply(page: Page, reason?: string): Promise<void> {
  await expect(passed(page)).toBeVisible();
  if (reason !== undefined) await page.getByRole('textbox', { name: /^Reason/ }).fill(reason);
  await applyButton(page).click();
  await expect(heading(page, '1 object is written')).toBeVisible();
}
