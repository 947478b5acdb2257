/** Which objects are asked for: every word of the text in what names them, and one of the chosen kinds, states and managers. Pure. */
import type { ConfigurationRow } from '#lib/api/configuration/configuration.ts';
import type { ManagerName } from '#lib/api/configuration/configuration-words.ts';
import { kindAt } from '#lib/istio/kinds/registry.ts';

/** In the order of the pills. */
export const checkStates = ['error', 'warning', 'info', 'clean'] as const;
export type CheckStateName = (typeof checkStates)[number];

export interface ObjectFilter {
  text: string;
  /** Kind ids. Of each list, none means all. */
  kinds: readonly string[];
  checks: readonly CheckStateName[];
  managers: readonly ManagerName[];
}

export function rowKey({
  kind,
  namespace,
  name,
}: Pick<ConfigurationRow, 'kind' | 'namespace' | 'name'>): string {
  return `${kind}/${namespace}/${name}`;
}

/** What an object is counted under; null while the checks run. An object with errors also has its warnings. */
function hasState({ checks }: ConfigurationRow, state: CheckStateName): boolean {
  if (checks === null) return false;
  if (state === 'clean') return checks.worst === null;
  return { error: checks.errors, warning: checks.warnings, info: checks.infos }[state] > 0;
}

export function filterObjects(rows: readonly ConfigurationRow[], filter: ObjectFilter): ConfigurationRow[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const { kinds, checks, managers } = filter;
  return rows.filter(
    (row) =>
      (kinds.length === 0 || kinds.includes(row.kind)) &&
      (checks.length === 0 || checks.some((state) => hasState(row, state))) &&
      (managers.length === 0 || managers.includes(row.managedBy.manager)) &&
      (words.length === 0 || holdsAll(row, words)),
  );
}

function holdsAll(row: ConfigurationRow, words: readonly string[]): boolean {
  const labels = Object.entries(row.labels).map(([key, value]) => `${key}=${value}`);
  const text = [
    `${row.namespace}/${row.name}`,
    kindAt(row.kind)?.kind ?? '',
    ...(kindAt(row.kind)?.shortNames ?? []),
    ...row.hosts,
    ...labels,
    row.managedBy.name ?? '',
  ]
    .join('\n')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

export interface ObjectCounts {
  kinds: ReadonlyMap<string, number>;
  checks: Readonly<Record<CheckStateName, number>>;
  managers: ReadonlyMap<ManagerName, number>;
}

/** Of each choice how many there are when the other filters hold. */
export function countObjects(rows: readonly ConfigurationRow[], filter: ObjectFilter): ObjectCounts {
  const kinds = new Map<string, number>();
  for (const { kind } of filterObjects(rows, { ...filter, kinds: [] })) {
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const checks = { error: 0, warning: 0, info: 0, clean: 0 };
  for (const row of filterObjects(rows, { ...filter, checks: [] })) {
    for (const state of checkStates) if (hasState(row, state)) checks[state] += 1;
  }
  const managers = new Map<ManagerName, number>();
  for (const { managedBy } of filterObjects(rows, { ...filter, managers: [] })) {
    managers.set(managedBy.manager, (managers.get(managedBy.manager) ?? 0) + 1);
  }
  return { kinds, checks, managers };
}
