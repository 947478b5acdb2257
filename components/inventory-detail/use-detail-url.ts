/** The tab that is open, as the URL holds it. A tab joins the list of its page when it has content. */
import { parseAsStringLiteral, useQueryState } from 'nuqs';

export const serviceTabs = ['overview', 'traffic', 'charts', 'endpoints', 'pods', 'configuration'] as const;
export const workloadTabs = ['overview', 'traffic', 'charts', 'pods', 'logs', 'configuration'] as const;

export type TabName = (typeof serviceTabs)[number] | (typeof workloadTabs)[number];

export function useTab<Name extends TabName>(
  tabs: readonly Name[],
  first: Name,
): [Name, (name: Name) => void] {
  const [tab, setTab] = useQueryState(
    'tab',
    parseAsStringLiteral(tabs).withDefault(first).withOptions({ history: 'replace' }),
  );
  return [tab, (name) => void setTab(name)];
}
