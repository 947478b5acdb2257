/** A subset that a rule names and nobody defines: whether its definition is certain, and the change that makes it. */
import type { Choices } from '#lib/api/configuration/choices.ts';
import type { Change } from '#lib/document/change.ts';
import { isJsonObject, type Json, own } from '#lib/document/json.ts';

export interface MissingSubset {
  subset: string;
  /** The DestinationRule of the host that it belongs into. */
  rule: { namespace: string; name: string };
}

/**
 * Certain when pods of the service carry the subset's name as their version, and one DestinationRule of the namespace has the
 * subsets of the host. Null otherwise: then the reader has to say which pods are meant.
 */
export function missingSubset(
  params: Readonly<Record<string, string | number>>,
  choices: Choices | null,
): MissingSubset | null {
  const { host, subset } = params;
  if (choices === null || typeof host !== 'string' || typeof subset !== 'string') return null;
  const service = choices.hosts.find((one) => one.host === host || one.shortName === host);
  const hasPods = service?.versions.some(({ value, pods }) => value === subset && pods > 0);
  const rules = new Map(
    (service?.subsets ?? []).map(({ destinationRule: rule }) => [`${rule.namespace}/${rule.name}`, rule]),
  );
  const [rule] = rules.values();
  if (!hasPods || rule === undefined || rules.size > 1 || rule.namespace !== choices.namespace) return null;
  return { subset, rule };
}

/** For the DestinationRule as it stands; null when it has the subset. */
export function definingSubset(rule: Json, subset: string): Change | null {
  const spec = isJsonObject(rule) ? own(rule, 'spec') : undefined;
  const subsets = isJsonObject(spec) ? own(spec, 'subsets') : undefined;
  const value = { name: subset, labels: { version: subset } };
  if (!Array.isArray(subsets)) return { op: 'set', path: ['spec', 'subsets'], value: [value] };
  if (subsets.some((one) => isJsonObject(one) && own(one, 'name') === subset)) return null;
  return { op: 'insert', path: ['spec', 'subsets'], index: subsets.length, value };
}
