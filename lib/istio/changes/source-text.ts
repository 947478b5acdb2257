/**
 * An object's text as it belongs into a repository: without what only the API server writes, and without kubectl's copy of the last
 * apply. Every other line stays as it is.
 */
import { editDocument } from '../../document/edit/edit.ts';
import { isJsonObject, type Path, valueAt } from '../../document/json.ts';
import { parseDocument } from '../../document/stream.ts';

const annotations = ['metadata', 'annotations'];
const ofTheServer: readonly Path[] = [
  ['status'],
  ...['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'managedFields', 'selfLink'].map((key) => [
    'metadata',
    key,
  ]),
  [...annotations, 'kubectl.kubernetes.io/last-applied-configuration'],
];

/** A text that cannot be read is left as it is. */
export function sourceText(text: string): string {
  let document = parseDocument(text);
  for (const path of ofTheServer) {
    if (document.problem !== null || valueAt(document.value, path) === undefined) continue;
    const parent = valueAt(document.value, annotations);
    const isLast = path.length === 3 && isJsonObject(parent) && Object.keys(parent).length === 1;
    const edited = editDocument(document, { op: 'remove', path: isLast ? annotations : path });
    if (edited.ok) document = edited.value.document;
  }
  return document.text;
}
