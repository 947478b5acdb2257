/** Two changes that follow one another, by a manager that writes again and again, as one. */
import { itemKeyOf } from '../istio/kinds/kind.ts';
import { kindAt } from '../istio/kinds/registry.ts';
import type { RevisionBody, RevisionHead } from './revision.ts';
import { summaryOf } from './summary.ts';

interface Part {
  head: RevisionHead;
  body: RevisionBody | null;
}

/** Null where they are two people's, or no mere changes. */
export function mergedRevision(first: Part, second: Part): { head: RevisionHead; body: RevisionBody } | null {
  const isMere = [first, second].every(({ head }) => head.operation === 'changed' && head.user === null);
  if (!isMere || first.head.manager !== second.head.manager) return null;
  const kind = kindAt(second.head.kind);
  if (first.body === null || second.body === null || kind === undefined) return null;
  const body: RevisionBody = { before: first.body.before, after: second.body.after };
  const head = {
    ...second.head,
    late: first.head.late || second.head.late,
    summary: summaryOf(body, itemKeyOf(kind)),
  };
  return { head, body };
}
