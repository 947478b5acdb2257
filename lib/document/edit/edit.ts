/** Edits by path: set, remove, insert, move, rename. Only the lines that a change needs are touched. */
import { fail, type Result } from '../../result.ts';
import { type Change, changeValue, moved } from '../change.ts';
import { isJsonObject, type Json, type Path, pathText, valueAt } from '../json.ts';
import { parseStream, type YamlDocument, type YamlStream } from '../stream.ts';
import { isPlain, quoted } from '../yaml/print.ts';
import { isMergeKey, keyTextOf } from '../yaml/read-value.ts';
import type { MapEntry, YamlNode } from '../yaml/tree.ts';
import { layoutOf } from './layout.ts';
import type { Splice } from './splice.ts';
import { type Edited, type EditFailure, type EditNote, settle, writeDocument } from './write.ts';

export function editDocument(document: YamlDocument, change: Change): Result<Edited, EditFailure> {
  if (document.problem !== null) return fail({ code: 'unreadable', problem: document.problem });
  const value = changeValue(document.value, change);
  if (value === undefined) {
    const parent = valueAt(document.value, change.path.slice(0, -1));
    const taken = change.op === 'rename' && isJsonObject(parent) && Object.hasOwn(parent, change.key);
    return fail({ code: taken ? 'key-taken' : 'no-such-path' });
  }
  const entry = change.op === 'rename' ? entryAt(document, change.path) : null;
  if (change.op === 'rename' && entry !== null) {
    return settle(document, layoutOf(document), value, [renameKey(document, entry.key, change.key)]);
  }
  return writeDocument(document, value, { matches: matchesOf(document.value, change) });
}

export interface EditedStream {
  stream: YamlStream;
  /** Of the stream's text. */
  splices: Splice[];
  notes: EditNote[];
}

/** The stream with one of its documents edited; the others are not read again. */
export function withDocument(stream: YamlStream, index: number, edited: Edited): EditedStream {
  const before = stream.documents[index];
  if (before === undefined) throw new RangeError(`the stream has no document ${index}`);
  const splices = edited.splices.map(({ from, to, insert }) => {
    return { from: from + before.start, to: to + before.start, insert };
  });
  const end = before.start + before.text.length;
  const text = stream.text.slice(0, before.start) + edited.document.text + stream.text.slice(end);
  const documents = stream.documents.with(index, edited.document);
  return { stream: parseStream(text, { text, documents }), splices, notes: edited.notes };
}

/** Lists on the way keep their items; in the list that is changed the change says which item is which. */
function matchesOf(value: Json, { path, ...change }: Change): Map<string, (number | null)[]> {
  const matches = new Map<string, (number | null)[]>();
  for (let length = 0; length <= path.length; length += 1) {
    const list = path.slice(0, length);
    const items = valueAt(value, list);
    if (Array.isArray(items)) matches.set(pathText(list), [...items.keys()]);
  }
  // A list that is set as a whole is matched by its items.
  if (change.op === 'set') matches.delete(pathText(path));
  const last = path[path.length - 1];
  const listPath = change.op === 'remove' || change.op === 'set' ? path.slice(0, -1) : path;
  const items = valueAt(value, listPath);
  if (!Array.isArray(items)) return matches;
  const same: (number | null)[] = [...items.keys()];
  const key = pathText(listPath);
  if (change.op === 'insert') matches.set(key, same.toSpliced(change.index, 0, null));
  else if (change.op === 'move') matches.set(key, moved(same, change.from, change.to));
  else if (change.op === 'remove' && typeof last === 'number') matches.set(key, same.toSpliced(last, 1));
  else if (change.op === 'set' && last === items.length) matches.set(key, [...same, null]);
  return matches;
}

/** Null when the path goes through an alias or a merge. */
function entryAt(document: YamlDocument, path: Path): MapEntry | null {
  const keyText = keyTextOf(document.aliases);
  let node: YamlNode | null = document.root;
  let found: MapEntry | null = null;
  for (const step of path) {
    found = null;
    if (node?.kind === 'seq') node = typeof step === 'number' ? (node.items[step]?.value ?? null) : null;
    else if (node?.kind === 'map') {
      found = node.entries.find(({ key }) => !isMergeKey(key) && keyText(key) === step) ?? null;
      node = found?.value ?? null;
    } else return null;
  }
  return found;
}

/** In the quotes that the key has. */
function renameKey({ text }: YamlDocument, node: YamlNode, name: string): Splice {
  const style = node.kind === 'scalar' && node.style === 'single' ? 'single' : 'double';
  const plain = node.kind === 'scalar' && node.style === 'plain' && isPlain(name, true);
  const insert = plain ? name : quoted(name, style);
  // `*alias : value` needs its blank, text does not.
  const to = node.kind === 'alias' ? node.end + (text[node.end] === ' ' ? 1 : 0) : node.end;
  return { from: node.propertiesStart, to, insert };
}
