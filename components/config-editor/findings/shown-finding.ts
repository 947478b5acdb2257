/** What is said of a draft, in the reader's words and with its place in the text: from YAML itself, from checks, from the cluster. */
import type { Change } from '#lib/document/change.ts';
import type { Path } from '#lib/document/json.ts';
import { lineIn, placeOf } from '#lib/document/place.ts';
import type { YamlDocument } from '#lib/document/stream.ts';
import type { MissingSubset } from '#lib/istio/changes/missing-subset.ts';

export type FindingSeverity = 'error' | 'warning' | 'info' | 'note';

/** Before it is known where its value stands in the text. */
export interface SaidFinding {
  id: string;
  severity: FindingSeverity;
  text: string;
  /** e.g. IST0101; null where there is none. */
  code: string | null;
  path: Path;
  /** Another object that it is about. */
  object: { kind: string; namespace: string; name: string } | null;
  /** What is certain to mend it. */
  fix: readonly Change[] | null;
  /** A subset of another object that is certain to mend it. */
  subset: MissingSubset | null;
  /** It was said of the live object too. */
  wasThere: boolean;
}

export interface ShownFinding extends SaidFinding {
  /** Of the value in this text; null when it is about another object or none of its parts. */
  place: { from: number; to: number; line: number } | null;
}

const order: Readonly<Record<FindingSeverity, number>> = { error: 0, warning: 1, info: 2, note: 3 };

/** Errors first; of each the new before the old, then by line. */
export function inReadingOrder(findings: readonly ShownFinding[]): ShownFinding[] {
  const line = ({ place }: ShownFinding): number => place?.line ?? Number.MAX_SAFE_INTEGER;
  return [...findings].sort(
    (a, b) =>
      order[a.severity] - order[b.severity] ||
      Number(a.wasThere) - Number(b.wasThere) ||
      line(a) - line(b) ||
      (a.id < b.id ? -1 : 1),
  );
}

export function placed(finding: SaidFinding, document: YamlDocument): ShownFinding {
  const { object, path, id } = finding;
  // What the cluster refuses as a whole has no place.
  const isNowhere = object !== null || (path.length === 0 && id.startsWith('refused'));
  return { ...finding, place: isNowhere ? null : placeIn(document, path) };
}

/** Where a path stands in the text; the nearest part of it that is there. */
export function placeIn(document: YamlDocument, path: Path): ShownFinding['place'] {
  const place = placeOf(document, path);
  if (place === null) return null;
  return { from: place.from, to: place.to, line: lineIn(document, place.from) };
}

export function countsOf(findings: readonly ShownFinding[]): {
  errors: number;
  warnings: number;
  notes: number;
} {
  const count = (...severities: FindingSeverity[]): number =>
    findings.filter(({ severity }) => severities.includes(severity)).length;
  return { errors: count('error'), warnings: count('warning'), notes: count('info', 'note') };
}
