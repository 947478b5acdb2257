/** The page of links: what is there is told truthfully, to each by their rights. */
import { expect } from '@playwright/test';
import { test } from './support/console-page.ts';
import { toolState } from './support/tools.ts';

const names = ['Grafana', 'Prometheus', 'Kiali', 'Alertmanager'];

for (const persona of ['admin', 'developer', 'viewer'] as const) {
  test(`${persona} is told the state of each tool, and nothing is promised that is not there`, async ({
    page,
    signInAs,
  }) => {
    await signInAs(persona);
    await page.goto('/overview');
    await page
      .getByRole('navigation', { name: 'Main navigation' })
      .getByRole('link', { name: 'Links' })
      .click();
    await expect(page.getByRole('heading', { level: 1, name: 'Links' })).toBeVisible();
    const state = persona === 'admin' ? toolState.admin : toolState.others;
    for (const name of names) {
      const row = page
        .getByRole('listitem')
        .filter({ has: page.getByRole('heading', { name, exact: true }) });
      await expect(row).toContainText(state);
      await expect(row.getByRole('link')).toHaveCount(state === 'Ready' ? (name === 'Grafana' ? 2 : 1) : 0);
    }
  });
}

test('an address that names no Service leads nowhere', async ({ page, signInAs }) => {
  await signInAs('admin');
  for (const query of [
    '',
    '?service=grafana&path=/',
    '?service=a/b:80&path=//evil.test',
    '?service=a/b:80&path=javascript:x',
  ]) {
    await page.goto(`/links/open${query}`);
    await expect(page.getByRole('heading', { name: 'This is no link to a Service' })).toBeVisible();
  }
});
