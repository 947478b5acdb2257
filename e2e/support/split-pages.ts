/** The wizard and the live view as journeys of splits use them. */
import { expect, type Page } from '@playwright/test';

interface Subject {
  namespace: string;
  name: string;
}

/** What was made past the console a moment ago may not have come to it yet: ready versions, and rules that can be split. */
export async function untilKnown(
  page: Page,
  { namespace, name }: Subject,
  wanted: { versions?: number; points?: number },
): Promise<void> {
  await expect
    .poll(async () => {
      const path = `/api/v1/splits/world?namespace=${namespace}&service=${name}`;
      const answer = await page.context().request.get(path);
      if (!answer.ok()) return {};
      const { versions, points } = (await answer.json()) as {
        versions: { ready: number }[];
        points: unknown[];
      };
      return { versions: versions.filter(({ ready }) => ready > 0).length, points: points.length };
    })
    .toMatchObject(wanted);
}

export const wizardOf = ({ namespace, name }: Subject, query: string) =>
  `/splits/new?service=${namespace}/${name}&${query}`;
export const liveOf = ({ namespace, name }: Subject) => `/splits/${namespace}/${name}`;

export const action = (page: Page, name: string | RegExp) =>
  page.getByRole('group', { name: 'Actions on this split' }).getByRole('button', { name });
export const isOver = (page: Page) => expect(action(page, 'Finish')).toBeVisible();

/** From the review. */
export async function start(page: Page, own: Subject): Promise<void> {
  await expect(page.getByText('Dry run passed.')).toBeVisible();
  await page.getByRole('button', { name: 'Start the split' }).click();
  await expect(page).toHaveURL(new RegExp(`${liveOf(own)}$`), { timeout: 30_000 });
  await expect(page.getByRole('heading', { level: 1, name: own.name })).toBeVisible();
}

export async function finish(page: Page): Promise<void> {
  await action(page, 'Finish').click();
  await expect(page.getByText('This split is over')).toBeVisible();
}
