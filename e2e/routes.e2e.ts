/** What rules say beside what traffic does: a route nobody uses, and traffic that gets where no rule sends it. */
import { expect, type Page } from '@playwright/test';
import { test } from './support/console-page.ts';

const edge = (page: Page, name: RegExp) =>
  page.getByRole('list', { name: 'Nodes' }).getByRole('button', { name });

test.beforeEach(({ signInAs }) => signInAs('developer'));

test('a route that nobody uses is drawn, found, and told in its panel', async ({ page }) => {
  // In a minute some that are used carry nothing either.
  await page.goto('/graph?ns=shop&range=30m&find=route+%3D+unused');
  // From each of those who call the catalogue, whose rule it is.
  await expect(page.getByRole('search')).toContainText('3 matches');
  await edge(page, /^frontend v1 to gift-cards v1/).press('Enter');
  const panel = page.getByRole('complementary', { name: /^Details of frontend.* gift-cards/ });
  await expect(panel).toContainText('Configured, no traffic');
  await expect(panel).toContainText('catalog');
});

test('traffic past the rules is found, and its panel says that no route names it', async ({ page }) => {
  await page.goto('/graph?ns=shop&find=route+%3D+unconfigured');
  await expect(page.getByRole('search')).toContainText('1 match');
  await page.getByRole('combobox', { name: 'Find nodes and connections' }).press('Enter');
  const panel = page.getByRole('complementary', { name: /^Details of .*currency/ });
  await expect(panel).toContainText('Traffic that no route names');
});
