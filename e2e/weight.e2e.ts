/**
 * How much a browser fetches for a page, compressed: its document, and its JavaScript with chunks on demand and workers (the shell's budget
 * is checked on the build).
 */
import { expect, type Request } from '@playwright/test';
import { test } from './support/console-page.ts';

const budgetKilobytes = 350;
/** Of the document: what the page shows, and none of the texts of others. */
const documentKilobytes = 20;

const pages = [
  { name: 'overview', path: '/overview', drawn: 'table' },
  { name: 'graph', path: '/graph', drawn: 'application' },
] as const;

for (const { name, path, drawn } of pages) {
  test(`the ${name} page is light`, async ({ page, signInAs }) => {
    const scripts: Request[] = [];
    page.context().on('requestfinished', (request) => {
      if (request.url().endsWith('.js')) scripts.push(request);
    });
    await signInAs('admin');
    const answer = await page.goto(path);
    await expect(page.getByRole(drawn).first()).toBeVisible();
    await page.waitForLoadState('load');
    if (drawn === 'application')
      await expect(page.getByRole('list', { name: 'Nodes' }).getByRole('button').first()).toBeAttached();
    const sizes = await Promise.all(scripts.map(async (request) => (await request.sizes()).responseBodySize));
    const kilobytes = sizes.reduce((sum, size) => sum + size, 0) / 1000;
    test.info().annotations.push({ type: 'JavaScript', description: `${kilobytes.toFixed(0)} KB` });
    const written = (await answer?.request().sizes())?.responseBodySize ?? Number.NaN;
    expect(written / 1000).toBeLessThanOrEqual(documentKilobytes);
    expect(scripts.length).toBeGreaterThan(3);
    expect(kilobytes).toBeGreaterThan(50);
    expect(kilobytes).toBeLessThanOrEqual(budgetKilobytes);
    for (const script of scripts) {
      // Compiled beside the page's thread: scripts/build.ts.
      expect(await (await script.response())?.text()).toMatch(/^\/\/# allFunctionsCalledOnLoad\n/);
      const headers = (await (await script.response())?.allHeaders()) ?? {};
      expect(
        headers['content-encoding'] ?? (Number(headers['content-length']) < 1500 ? 'small' : 'none'),
      ).not.toBe('none');
    }
  });
}
