/**
 * A document read again after a change of its text: only the key or list item that holds the change is scanned, and every other value
 * stays the same object, so that who compares by identity sees what changed. The answer is that of a reading from the start (a property
 * test compares them); where that is not certain (anchors, a mistake, a change that reaches over its place) there is none.
 */
import { oneSplice } from './diff/one-splice.ts';
import type { Splice } from './edit/splice.ts';
import { isJsonObject, type Json, type JsonObject, own, type Path, setOwn } from './json.ts';
import { measureTree, movedEntry, movedItem } from './yaml/moved-tree.ts';
import { parseTree } from './yaml/parser.ts';
import { YamlSyntaxError } from './yaml/problem.ts';
import { keyTextOf, type Reading, type ReadingNote, readValue } from './yaml/read-value.ts';
import type { MapEntry, MapNode, SeqItem, SeqNode, YamlNode } from './yaml/tree.ts';

/** Well below the limits of a whole document: who comes near them is read as a whole. */
const mostNodes = 80_000;
const deepest = 80;
/** What ends a document or its head, what makes JSON of it, and line breaks that only YAML takes for some. */
const whole = /^(?:---|\.\.\.|%)|^\ufeff?\s*\{|[\u0085\u2028\u2029]|\r(?!\n)/m;
const keyText = keyTextOf(new Map());

/** Of a readable document; the root is null where there is nothing to keep. */
interface Reread extends Reading {
  root: YamlNode | null;
}

/** Null where only a reading of the whole text tells. That it is not too large is the caller's to see. */
export function reread(
  before: Readonly<Reread> & { readonly text: string },
  text: string,
  notAllowed: RegExp,
): Reread | null {
  const { root, notes, aliases } = before;
  if (root === null) return null;
  const splice = oneSplice(before.text, text);
  if (splice === null) return { root, value: before.value, notes, aliases };
  const { nodes, isPlain } = measureTree(root);
  if (!isPlain || nodes > mostNodes) return null;
  const place = placeOf(before.text, root, splice);
  if (place === null) return null;
  const delta = text.length - before.text.length;
  const part = text.slice(place.from, place.to + delta);
  const read = whole.test(part) || notAllowed.test(part) ? null : readPart(part, place);
  if (read === null) return null;
  const value = withPart(before.value, place, read.value);
  if (value === null) return null;
  return {
    root: placedIn(root, place, read.root, delta),
    value,
    notes: [
      ...notes.filter(({ offset }) => offset < place.from),
      ...read.notes.map((note) => placedNote(note, place)),
      ...notes.flatMap((note) => (note.offset < place.to ? [] : [{ ...note, offset: note.offset + delta }])),
    ],
    aliases,
  };
}

/** The whole lines that a change stays inside of: one entry of a map, or one item of a list, in blocks on all levels. */
interface Place {
  /** Of the text before; both at the start of a line, or at the end of the text. */
  from: number;
  to: number;
  column: number;
  kind: 'map' | 'seq';
  /** Of the entry or item. */
  path: Path;
  /** Which entries and items lead there. */
  steps: readonly number[];
}

function placeOf(text: string, root: YamlNode, { from, to }: Splice): Place | null {
  let found: Place | null = null;
  let end = text.length;
  const path: (string | number)[] = [];
  const steps: number[] = [];
  let node = root;
  while ((node.kind === 'map' || node.kind === 'seq') && !node.flow) {
    const parts: readonly (MapEntry | SeqItem)[] = node.kind === 'map' ? node.entries : node.items;
    const index = parts.findLastIndex(({ start }) => start <= from);
    const [part, next] = [parts[index], parts[index + 1]];
    if (part === undefined) break;
    if (next !== undefined) {
      const line = lineOf(text, next.start);
      if (line === null) break;
      end = line;
    }
    // The line break before what follows stays.
    if (to >= end && end < text.length) break;
    const step = 'key' in part ? keyText(part.key) : index;
    if (step === null) break;
    path.push(step);
    steps.push(index);
    const line = lineOf(text, part.start);
    if (line !== null)
      found = {
        from: line,
        to: end,
        column: part.start - line,
        kind: node.kind,
        path: [...path],
        steps: [...steps],
      };
    node = part.value;
  }
  return found;
}

/** Where the line begins; null where anything but spaces stands before, or a line break that not everybody takes for one. */
function lineOf(text: string, offset: number): number | null {
  let start = offset;
  while (text[start - 1] === ' ') start -= 1;
  return start === 0 || text[start - 1] === '\n' ? start : null;
}

interface ReadPart extends Reading {
  root: MapNode | SeqNode;
}

/** Read as a document of its own, in its columns: entries of the same map, or one item of the same list. */
function readPart(text: string, { kind, column, path }: Place): ReadPart | null {
  try {
    const root = parseTree(text);
    if (root === null || root.kind !== kind || root.flow || root.tag !== null) return null;
    const [first, second] = root.kind === 'map' ? root.entries : root.items;
    if (first?.start !== column || (kind === 'seq' && second !== undefined)) return null;
    const { isPlain, depth } = measureTree(root);
    return isPlain && depth + path.length <= deepest ? { ...readValue(root), root } : null;
  } catch (error) {
    if (error instanceof YamlSyntaxError) return null;
    throw error;
  }
}

function placedIn(root: YamlNode, { steps, from }: Place, part: ReadPart['root'], delta: number): YamlNode {
  const [entries, items] =
    part.kind === 'map'
      ? [part.entries.map((entry) => movedEntry(entry, from)), []]
      : [[], part.items.map((item) => movedItem(item, from))];
  const place = (node: YamlNode, level: number): YamlNode => {
    const at = steps[level];
    if (at === undefined || node.kind === 'scalar' || node.kind === 'alias') return node;
    const isPlace = level === steps.length - 1;
    if (node.kind === 'map') {
      const next = node.entries.flatMap((entry, index) => {
        if (index !== at) return [index < at ? entry : movedEntry(entry, delta)];
        if (isPlace) return entries;
        const { start, key, colon, value } = entry;
        return [{ start, key, colon, value: place(value, level + 1) }];
      });
      const last = next.at(-1);
      return { ...node, entries: next, end: Math.max(last?.value.end ?? 0, last?.colon ?? 0) };
    }
    const next = node.items.flatMap((item, index) => {
      if (index !== at) return [index < at ? item : movedItem(item, delta)];
      return isPlace ? items : [{ start: item.start, value: place(item.value, level + 1) }];
    });
    const last = next.at(-1);
    return { ...node, items: next, end: Math.max(last?.value.end ?? 0, (last?.start ?? 0) + 1) };
  };
  return place(root, 0);
}

/** Null where a key would be there twice. */
function withPart(value: Json, { path }: Place, part: Json): Json | null {
  const place = (old: Json, level: number): Json | null => {
    const step = path[level];
    const isPlace = level === path.length - 1;
    if (Array.isArray(old) && typeof step === 'number') {
      const item = isPlace ? ((part as Json[])[0] ?? null) : place(old[step] ?? null, level + 1);
      return item === null && !isPlace ? null : old.with(step, item);
    }
    if (!isJsonObject(old) || !isJsonObject(isPlace ? part : old) || typeof step !== 'string') return null;
    const inner = isPlace ? (part as JsonObject) : { [step]: place(own(old, step) ?? null, level + 1) };
    if (!isPlace && inner[step] === null) return null;
    const copy: JsonObject = {};
    for (const [key, item] of Object.entries(old)) {
      if (key !== step) {
        if (Object.hasOwn(inner, key)) return null;
        setOwn(copy, key, item);
      } else for (const [name, now] of Object.entries(inner)) setOwn(copy, name, now);
    }
    return copy;
  };
  return place(value, 0);
}

/** Paths of the part begin with a key of its map, or with 0 for its only item. */
function placedNote(note: ReadingNote, { path, from, kind }: Place): ReadingNote {
  const group = kind === 'map' ? path.slice(0, -1) : path;
  const inner = kind === 'map' ? note.path : note.path.slice(1);
  return { ...note, path: [...group, ...inner], offset: note.offset + from };
}
