/** Findings of the checks as the API tells them: the kind by its id, the place in the text, fixes as changes of a document. */
import type { CheckCounts, ConfigurationFinding } from '#lib/api/configuration/configuration.ts';
import type { Json } from '#lib/document/json.ts';
import type { Place } from '#lib/document/place.ts';
import type { CheckFinding, FixEdit } from '#lib/istio/checks/finding.ts';
import { groupOf } from '#lib/istio/checks/kinds.ts';
import { kindId } from '#lib/istio/kinds/registry.ts';
import { resources } from '../kubernetes/resources.ts';

export type PlaceOf = (path: CheckFinding['path']) => Place;

const ids = new Map(
  Object.values(resources).map((resource) => [`${resource.group}/${resource.kind}`, kindId(resource)]),
);

export function idOfKind(apiVersion: string, kind: string): string {
  return ids.get(`${groupOf(apiVersion)}/${kind}`) ?? kind;
}

export function findingOf(
  { code, severity, apiVersion, kind, namespace, name, path, message, fix }: CheckFinding,
  options: { isNew: boolean; placeOf?: PlaceOf | null },
): ConfigurationFinding {
  const place = options.placeOf?.(path);
  return {
    code,
    severity,
    place: {
      kind: idOfKind(apiVersion, kind),
      kindName: kind,
      namespace,
      name,
      path: [...path],
      line: place?.line ?? null,
      column: place?.column ?? null,
    },
    message: { key: message.key, params: { ...message.params } },
    fix: fix === null ? null : fix.map(changeOf),
    isNew: options.isNew,
  };
}

function changeOf(edit: FixEdit): NonNullable<ConfigurationFinding['fix']>[number] {
  return edit.op === 'remove'
    ? { op: 'remove', path: [...edit.path] }
    : // Checks write values that JSON has.
      { op: 'set', path: [...edit.path], value: edit.value as Json };
}

export function countsOf(findings: readonly CheckFinding[]): CheckCounts {
  const count = (severity: CheckFinding['severity']) =>
    findings.filter((finding) => finding.severity === severity).length;
  const [errors, warnings, infos] = [count('error'), count('warning'), count('info')];
  const worst = errors > 0 ? 'error' : warnings > 0 ? 'warning' : infos > 0 ? 'info' : null;
  return { errors, warnings, infos, worst };
}

/** Which of them were not there before. What moved to another place of its object is the same. */
export function newAmong(
  before: readonly CheckFinding[],
  after: readonly CheckFinding[],
): (finding: CheckFinding) => boolean {
  const left = new Map<string, number>();
  for (const finding of before) left.set(keyOf(finding), (left.get(keyOf(finding)) ?? 0) + 1);
  const fresh = new Set<CheckFinding>();
  for (const finding of after) {
    const count = left.get(keyOf(finding)) ?? 0;
    if (count === 0) fresh.add(finding);
    else left.set(keyOf(finding), count - 1);
  }
  return (finding) => fresh.has(finding);
}

function keyOf({ code, message }: CheckFinding): string {
  return JSON.stringify([code, message]);
}
