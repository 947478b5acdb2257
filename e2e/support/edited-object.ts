/** A VirtualService of a journey's own, for a host of its own, and its editor. */
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

function routes(v1: number, v2: number, timeout = '3s'): Route[] {
  return [
    {
      name: 'beta',
      timeout,
      route: [
        { destination: { host: 'reviews', subset: 'v1' }, weight: v1 },
        { destination: { host: 'reviews', subset: 'v2' }, weight: v2 },
      ],
    },
  ];
}

export async function makeObject(name: string, http: Route[] = routes(60, 40)): Promise<void> {
  await kubernetes('developer', 'DELETE', `${collection}/${name}`);
  const made = await kubernetes('developer', 'POST', collection, {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace: 'bookinfo' },
    spec: { hosts: [`${name}.example.com`], http },
  });
  expect(made.status).toBe(201);
}

/** As kubectl edit does it: read, changed, put back. */
export async function changeWithKubectl(name: string, change: (http: Route[]) => void): Promise<void> {
  const { body } = await kubernetes<Routes>('developer', 'GET', `${collection}/${name}`);
  change(body.spec.http);
  expect((await kubernetes('developer', 'PUT', `${collection}/${name}`, body)).status).toBe(200);
}

export async function liveRoutes(name: string): Promise<Route[]> {
  const { body } = await kubernetes<Partial<Routes>>('developer', 'GET', `${collection}/${name}`);
  return body.spec?.http ?? [];
}

export const weightsOf = ([first]: Route[]) => first?.route.map(({ weight }) => weight);

export const code = (page: Page) => page.getByRole('textbox', { name: /^YAML of/ });

export async function openEditor(page: Page, name: string): Promise<void> {
  await page.goto(`/config/${kind}/bookinfo/${name}/edit`);
  await expect(code(page)).toBeVisible();
}

/** Writes another value at the end of the first line that has the text. */
export async function rewrite(page: Page, line: string, letters: number, value: string): Promise<void> {
  await code(page).locator('.cm-line', { hasText: line }).first().click();
  await page.keyboard.press('End');
  for (let count = 0; count < letters; count += 1) await page.keyboard.press('Backspace');
  await page.keyboard.insertText(value);
}

export async function review(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Review \d/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Review/ })).toBeVisible();
}

export async function apply(page: Page): Promise<void> {
  await expect(page.getByText('Dry run passed.')).toBeVisible();
  await page.getByRole('button', { name: /^Apply/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: '1 object is written' })).toBeVisible();
}

export async function removeObject(name: string): Promise<void> {
  await kubernetes('developer', 'DELETE', `${collection}/${name}`);
}
