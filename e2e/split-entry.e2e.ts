/**
 * A host outside of the cluster, split like a service: from the page of its ServiceEntry through the wizard to an abort, and once more to
 * a promote. Labels of its endpoints tell its versions apart.
 */
import { expect, type Page } from '@playwright/test';
import { test } from './support/console-page.ts';
import { kubernetes } from './support/demo.ts';

const networking = '/apis/networking.istio.io/v1/namespaces/shop';

interface Written {
  metadata: { name: string; annotations?: Record<string, string> };
  spec: {
    host?: string;
    hosts?: string[];
    subsets?: { name: string; labels: object }[];
    http?: { route: { destination: { host: string; subset?: string }; weight?: number }[] }[];
  };
}

/** What speaks of the host. */
async function writtenOf(plural: 'virtualservices' | 'destinationrules', host: string): Promise<Written[]> {
  const { body } = await kubernetes('admin', 'GET', `${networking}/${plural}`);
  const { items } = body as unknown as { items: Written[] };
  return items.filter(({ spec }) => spec.host === host || spec.hosts?.includes(host));
}

async function weightsOf(host: string): Promise<Record<string, number>> {
  const [routes] = await writtenOf('virtualservices', host);
  return Object.fromEntries(
    (routes?.spec.http?.[0]?.route ?? []).map(({ destination, weight }) => [
      destination.subset ?? destination.host,
      weight ?? 100,
    ]),
  );
}

async function withEntry(page: Page, journey: (host: string) => Promise<void>): Promise<void> {
  const name = `own-outside-${Date.now().toString(36)}`;
  const host = `${name}.example.com`;
  const endpoint = (address: string, version: string) => ({ address, labels: { version } });
  const path = `${networking}/serviceentries`;
  const made = await kubernetes('admin', 'POST', path, {
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: { name },
    spec: {
      hosts: [host],
      location: 'MESH_EXTERNAL',
      resolution: 'STATIC',
      ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
      endpoints: [endpoint('192.0.2.1', 'v1'), endpoint('192.0.2.2', 'v1'), endpoint('192.0.2.3', 'v2')],
    },
  });
  expect([made.status, made.status === 201 ? '' : JSON.stringify(made.body)]).toEqual([201, '']);
  try {
    // What was made past the console a moment ago may not have come to it yet.
    await expect
      .poll(async () => {
        const world = await page.context().request.get(`/api/v1/splits/world?namespace=shop&service=${host}`);
        return world.ok() ? ((await world.json()) as { versions: unknown[] }).versions.length : 0;
      })
      .toBe(2);
    await journey(host);
  } finally {
    await page.goto('about:blank');
    for (const plural of ['virtualservices', 'destinationrules'] as const)
      for (const { metadata } of await writtenOf(plural, host))
        await kubernetes('admin', 'DELETE', `${networking}/${plural}/${metadata.name}`);
    await kubernetes('admin', 'DELETE', `${path}/${name}`);
  }
}

const action = (page: Page, name: string | RegExp) =>
  page.getByRole('group', { name: 'Actions on this split' }).getByRole('button', { name });

/** From the page of the service, as whoever looks at it would. */
async function startCanary(page: Page, host: string): Promise<void> {
  await page.goto(`/services/shop/${host}`);
  await page.getByRole('link', { name: 'Split traffic' }).click();
  await expect(page).toHaveURL(new RegExp(`service=shop(/|%2F)${host}`));
  await page.getByRole('button', { name: 'To Review' }).click();
  await expect(
    page.getByText(/A host of a ServiceEntry: its endpoints are counted as ready/).first(),
  ).toBeVisible();
  await expect(page.getByText('Dry run passed.')).toBeVisible();
  await page.getByRole('button', { name: 'Start the split' }).click();
  await expect(page).toHaveURL(new RegExp(`/splits/shop/${host}$`), { timeout: 30_000 });
}

test('the host of a ServiceEntry: from its page to an abort, and again to a promote', async ({
  page,
  signInAs,
}) => {
  test.setTimeout(120_000);
  await signInAs('developer');
  await withEntry(page, async (host) => {
    await startCanary(page, host);
    const [rule] = await writtenOf('destinationrules', host);
    expect(rule?.spec).toEqual({
      host,
      subsets: ['v1', 'v2'].map((version) => ({ name: version, labels: { version } })),
    });
    expect(await weightsOf(host)).toEqual({ v1: 95, v2: 5 });
    const shares = page.getByRole('region', { name: 'Shares of the versions' });
    await expect(shares).toContainText('5.0 %');
    await action(page, /Advance to 10/).click();
    await expect.poll(() => weightsOf(host)).toEqual({ v1: 90, v2: 10 });
    await action(page, 'Abort').click();
    await expect(action(page, 'Finish')).toBeVisible();
    expect(await weightsOf(host)).toEqual({ v1: 100, v2: 0 });
    await action(page, 'Finish').click();
    await expect(page.getByText('This split is over')).toBeVisible();

    await startCanary(page, host);
    expect(await weightsOf(host)).toEqual({ v1: 95, v2: 5 });
    await action(page, 'Promote').click();
    await expect(page.getByText('Promoted: v2 answers everything')).toBeVisible();
    expect((await weightsOf(host)).v2).toBe(100);
    await action(page, 'Finish').click();
    await expect
      .poll(async () =>
        (await writtenOf('virtualservices', host)).map(({ metadata }) => metadata.annotations ?? {}),
      )
      .toEqual([expect.not.objectContaining({ 'sluice.dev/release': expect.anything() })]);
  });
});
