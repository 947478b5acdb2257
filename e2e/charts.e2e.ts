/** Traffic over time on the page of a service: the change that broke it, the version that fails, keyboard, table, and what a reader may not see. */
import { expect, type Page } from '@playwright/test';
import { test } from './support/console-page.ts';
import { makeObject, removeObject } from './support/edited-object.ts';

const chart = (page: Page, title: string) => page.getByRole('figure', { name: new RegExp(`^${title}`) });
const moment = (page: Page, title: string) => page.getByRole('slider', { name: title, exact: true });
const told = async (page: Page, title: string) =>
  (await moment(page, title).getAttribute('aria-valuetext')) ?? '';

test('the errors begin at a marked change, and belong to one version', async ({ page, signInAs }) => {
  await signInAs('developer');
  await page.goto('/services/shop/recommendations?tab=charts');
  const errors = chart(page, 'Errors');
  await expect(
    errors.getByRole('button', { name: /VirtualService recommendations in shop changed by/ }),
  ).toBeVisible();
  await page.getByText('Version', { exact: true }).click();
  await expect(page).toHaveURL(/by=version/);
  await expect(errors.getByRole('button', { name: /^v1/ })).toBeVisible();
  await expect(errors.getByRole('button', { name: /^v2 \d\d?\.\d\s%$/ })).toBeVisible();
  const spread = chart(page, 'Latency, spread');
  const fullest = async () =>
    Number.parseFloat((await spread.getByText(/in one bucket$/).textContent()) ?? '');
  const together = await fullest();
  await spread.getByRole('combobox').selectOption({ label: 'v2' });
  await expect(page).toHaveURL(/part=v2/);
  await expect.poll(fullest).toBeLessThan(together / 2);
  await errors.getByRole('button', { name: /^v1/ }).click({ modifiers: ['Shift'] });
  await expect(chart(page, 'Latency').getByRole('button', { name: /^v2/ }).first()).toHaveAttribute(
    'aria-pressed',
    'false',
  );
});

test('what is written with kubectl is marked by itself in every chart, and so is that it is deleted', async ({
  page,
  signInAs,
}) => {
  const name = `marked-${Date.now().toString(36)}`;
  const mark = (title: string, operation: string) =>
    chart(page, title).getByRole('button', {
      name: new RegExp(`VirtualService ${name} in bookinfo ${operation}`),
    });
  await signInAs('developer');
  // An hour to the step: a mark that waited for the next sample would not come.
  await page.goto('/services/bookinfo/details?tab=charts&span=7d');
  await expect(chart(page, 'Requests').locator('canvas').first()).toBeVisible();
  try {
    const http = [{ timeout: '7s', route: [{ destination: { host: 'details' } }] }];
    await makeObject(name, { spec: { hosts: ['details'], http } });
    await expect(mark('Requests', 'created')).toBeVisible();
    await expect(mark('Latency, spread', 'created')).toBeVisible();
  } finally {
    await removeObject(name);
  }
  await expect(mark('Errors', 'deleted')).toBeVisible();
});

test('by keyboard alone: a moment is told in all charts, the numbers are a table', async ({
  page,
  signInAs,
}) => {
  await signInAs('developer');
  await page.goto('/services/bookinfo/reviews?tab=charts');
  const requests = moment(page, 'Requests');
  await requests.focus();
  await page.keyboard.press('Home');
  // The newest samples may come between two looks: the charts are compared at one moment.
  await expect
    .poll(async () => {
      const [rate = '', p99 = ''] = (await Promise.all([told(page, 'Requests'), told(page, 'Latency')])).map(
        (text) => /^(\d\d:\d\d:\d\d): (?:200 [\d.]+\/s|p99 [\d,.]+ ms)/.exec(text)?.[1],
      );
      return rate !== '' && rate === p99;
    })
    .toBe(true);
  await page.getByRole('button', { name: 'Requests: numbers as a table' }).press('Enter');
  await expect(chart(page, 'Requests').getByRole('row').nth(1)).toContainText(/\/s/);
});

test('a drag leads into that time, and back again', async ({ page, signInAs }) => {
  await signInAs('developer');
  await page.goto('/services/bookinfo/reviews?tab=charts');
  const plot = chart(page, 'Requests').locator('canvas').first();
  await expect(plot).toBeVisible();
  const box = await plot.boundingBox();
  if (box === null) throw new Error('no plot');
  await page.mouse.move(box.x + box.width * 0.5, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.7, box.y + 60, { steps: 4 });
  await page.mouse.up();
  await expect(page).toHaveURL(/span=\d+s&until=\d+/);
  await page.getByRole('button', { name: 'Back to now' }).click();
  await expect(page).not.toHaveURL(/until=/);
});

test('callers in a hidden namespace have no name', async ({ page, signInAs }) => {
  await signInAs('viewer');
  await page.goto('/workloads/shop/checkout-v1?tab=charts&dir=outbound&by=peer');
  await expect(chart(page, 'Requests').getByRole('button', { name: /^Restricted/ })).toBeVisible();
  await expect(page.locator('body')).not.toContainText('payments');
});
