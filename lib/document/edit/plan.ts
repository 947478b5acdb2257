/**
 * From the value that a document has to the value that it shall have, as splices: what is equal is not touched.
 * A plan is a proposal; write.ts reads the result and takes another way when it is not what was wished.
 */
import { equalJson, isJsonObject, type Json, type JsonObject, own, type Path, pathText } from '../json.ts';
import { type ItemKey, matchItems } from '../match-items.ts';
import { printEntry, printFlow, printItem, printKey } from '../yaml/print.ts';
import { type Aliased, isMergeKey } from '../yaml/read-value.ts';
import type { AliasNode, MapEntry, MapNode, SeqNode, YamlNode } from '../yaml/tree.ts';
import { blockSlots, insertParts, type Part, removeParts } from './block-parts.ts';
import { insertInFlow, removeFromFlow } from './flow-parts.ts';
import { columnOf, type Layout } from './layout.ts';
import { replaceValue } from './replace-value.ts';
import { applySplices, type Splice } from './splice.ts';
import { entrySpot, itemSpot, type Spot } from './spot.ts';

export interface PlanOptions {
  keyOf: ItemKey;
  /** Which item is which, where the edit says it (see matchItems), by the text of the list's path. */
  matches: ReadonlyMap<string, readonly (number | null)[]>;
  /** The key of a map's entry as kubectl reads it; null for what is merged in. */
  keyText: (node: YamlNode) => string | null;
  aliases: ReadonlyMap<AliasNode, Aliased>;
  /** Told of aliases and merged keys that get a value of their own, so that other users of the anchor keep theirs. */
  copied: (name: string) => void;
}

export function planValue(
  layout: Layout,
  spot: Spot,
  before: Json,
  after: Json,
  path: Path,
  options: PlanOptions,
): Splice[] {
  if (equalJson(before, after)) return [];
  const { node } = spot;
  const plain = node.tag === null;
  if (plain && node.kind === 'map' && isJsonObject(before) && isJsonObject(after)) {
    const splices = planMap(layout, node, before, after, path, options);
    if (splices !== null) return splices;
  }
  if (plain && node.kind === 'seq' && Array.isArray(before) && Array.isArray(after)) {
    const splices = planSeq(layout, node, before, after, path, options);
    if (splices !== null) return splices;
  }
  if (node.kind === 'alias') options.copied(node.name);
  return replaceValue(layout, spot, after);
}

export function partOfEntry({ start, key, colon, value }: MapEntry): Part {
  return { start, end: Math.max(value.end, key.end, colon) };
}

/** Null when the map is better written anew. */
function planMap(
  layout: Layout,
  node: MapNode,
  before: JsonObject,
  after: JsonObject,
  path: Path,
  options: PlanOptions,
): Splice[] | null {
  const keys = node.entries.map(({ key }) => (isMergeKey(key) ? null : options.keyText(key)));
  const lastMerge = keys.lastIndexOf(null);
  const inherited = Object.keys(before).filter((key) => !keys.includes(key));
  const merged = mergedKeys(node, options);
  const dropsInherited = Object.keys(before).some((key) => merged.has(key) && !Object.hasOwn(after, key));
  const splices: Splice[] = [];
  const kept = new Set<number>();
  for (const [index, entry] of node.entries.entries()) {
    const key = keys[index] ?? null;
    if (key === null) {
      if (!dropsInherited) kept.add(index);
      continue;
    }
    const wished = own(after, key);
    if (wished === undefined) continue;
    kept.add(index);
    const now = own(before, key) ?? null;
    if (equalJson(now, wished)) continue;
    // Before << a key's own value may not be what counts.
    if (index < lastMerge) return null;
    splices.push(...planValue(layout, entrySpot(layout, node, entry), now, wished, [...path, key], options));
  }
  const added = Object.entries(after).filter(([key, value]) => {
    if (keys.includes(key)) return false;
    return dropsInherited || !Object.hasOwn(before, key) || !equalJson(own(before, key), value);
  });
  if (kept.size === 0) return null;
  for (const [key] of added) if (inherited.includes(key)) options.copied(key);
  const parts = node.entries.map(partOfEntry);
  splices.push(...(node.flow ? removeFromFlow(parts, kept) : removeParts(layout, parts, kept)));
  for (const run of runsAfter(added, Object.keys(after), keys, kept, lastMerge)) {
    const splice = insertEntries(layout, node, parts, run);
    if (splice === null) return null;
    splices.push(splice);
  }
  return splices;
}

/** Keys that come through `<<`, whether or not the map has them itself too. */
function mergedKeys(node: MapNode, { aliases, keyText }: PlanOptions): Set<string> {
  const found = new Set<string>();
  const collect = (value: YamlNode): void => {
    if (value.kind === 'seq') for (const item of value.items) collect(item.value);
    if (value.kind === 'alias')
      for (const key of Object.keys(aliases.get(value)?.value ?? {})) found.add(key);
    if (value.kind !== 'map') return;
    for (const entry of value.entries) {
      const key = isMergeKey(entry.key) ? null : keyText(entry.key);
      if (key === null) collect(entry.value);
      else found.add(key);
    }
  };
  for (const { key, value } of node.entries) if (isMergeKey(key)) collect(value);
  return found;
}

interface Run {
  after: number;
  entries: [string, Json][];
}

/** New keys stand after the key that is before them in the wished value, where that is there. */
function runsAfter(
  added: readonly [string, Json][],
  order: readonly string[],
  keys: readonly (string | null)[],
  kept: ReadonlySet<number>,
  lastMerge: number,
): Run[] {
  const runs = new Map<number, Run>();
  const last = Math.max(...kept);
  for (const entry of added) {
    let after = last;
    for (let at = order.indexOf(entry[0]) - 1; at >= 0; at -= 1) {
      const index = keys.indexOf(order[at] ?? null);
      if (index === -1 || !kept.has(index)) continue;
      after = index;
      break;
    }
    after = Math.max(after, kept.has(lastMerge) ? lastMerge : after);
    const run = runs.get(after);
    if (run === undefined) runs.set(after, { after, entries: [entry] });
    else run.entries.push(entry);
  }
  return [...runs.values()];
}

function insertEntries(layout: Layout, node: MapNode, parts: readonly Part[], run: Run): Splice | null {
  const { text, style } = layout;
  const first = node.entries[0];
  if (first === undefined) return null;
  if (!node.flow) {
    const column = columnOf(text, first.start);
    const lines = run.entries.flatMap(([key, value]) => printEntry(key, value, column, style));
    return insertParts(layout, parts, run.after, lines);
  }
  const json = text[first.start] === '"';
  const gap = text[first.colon + 1] === ' ' || !json ? ' ' : '';
  const printed = run.entries.map(([key, value]) => {
    return json
      ? `${JSON.stringify(key)}:${gap}${JSON.stringify(value)}`
      : `${printKey(key, style, true)}: ${printFlow(value, style)}`;
  });
  return insertInFlow(layout, node.start, parts, run.after, printed);
}

/** Null when the list is better written anew. */
function planSeq(
  layout: Layout,
  node: SeqNode,
  before: readonly Json[],
  after: readonly Json[],
  path: Path,
  options: PlanOptions,
): Splice[] | null {
  const matches =
    options.matches.get(pathText(path)) ?? matchItems(before, after, path, options.keyOf, 'all');
  const kept = new Set(matches.filter((match) => match !== null));
  if (kept.size === 0) return null;
  // Of long lists one item changes: the others are not looked into.
  const parts = node.items.map((item) => ({
    start: item.start,
    get end() {
      return Math.max(item.value.end, item.start + (node.flow ? 0 : 1));
    },
  }));
  const planItem = (index: number, value: Json): Splice[] => {
    const item = node.items[index];
    const now = before[index] ?? null;
    if (item === undefined || equalJson(now, value)) return [];
    return planValue(layout, itemSpot(layout, node, item), now, value, [...path, index], options);
  };
  const sorted = matches.filter((match) => match !== null);
  if (sorted.some((match, index) => match < (sorted[index - 1] ?? -1))) {
    return reorder(layout, node, parts, matches, after, planItem);
  }
  const splices = node.flow ? removeFromFlow(parts, kept) : removeParts(layout, parts, kept);
  let last = -1;
  let run: Json[] = [];
  const flush = (): boolean => {
    if (run.length === 0) return true;
    const splice = insertItems(layout, node, parts, last, run);
    run = [];
    if (splice !== null) splices.push(splice);
    return splice !== null;
  };
  for (const [index, value] of after.entries()) {
    const match = matches[index] ?? null;
    if (match === null) {
      run.push(value);
      continue;
    }
    if (!flush()) return null;
    splices.push(...planItem(match, value));
    last = match;
  }
  return flush() ? splices : null;
}

function insertItems(
  layout: Layout,
  node: SeqNode,
  parts: readonly Part[],
  after: number,
  values: readonly Json[],
): Splice | null {
  const { text, style } = layout;
  const first = node.items[0];
  if (first === undefined) return null;
  if (node.flow) {
    const json = node.items.some(({ value }) => value.kind !== 'alias' && text[value.start] === '"');
    const printed = values.map((value) => (json ? JSON.stringify(value) : printFlow(value, style)));
    return insertInFlow(layout, node.start, parts, after, printed);
  }
  const column = columnOf(text, first.start);
  return insertParts(
    layout,
    parts,
    after,
    values.flatMap((value) => printItem(value, column, style)),
  );
}

/** Items keep their text, and where their number stays the lines between them stay too. */
function reorder(
  layout: Layout,
  node: SeqNode,
  parts: readonly Part[],
  matches: readonly (number | null)[],
  after: readonly Json[],
  planItem: (index: number, value: Json) => Splice[],
): Splice[] | null {
  const { text, eol, style } = layout;
  const first = node.items[0];
  if (first === undefined) return null;
  const slots = node.flow
    ? parts.map(({ start, end }) => ({ from: start, to: end }))
    : blockSlots(layout, parts);
  const column = columnOf(text, first.start);
  const texts: string[] = [];
  for (const [index, value] of after.entries()) {
    const match = matches[index] ?? null;
    const slot = match === null ? undefined : slots[match];
    if (match === null || slot === undefined) {
      texts.push(node.flow ? printFlow(value, style) : printItem(value, column, style).join(eol).trimStart());
      continue;
    }
    const shifted = planItem(match, value).map(({ from, to, insert }) => {
      return { from: from - slot.from, to: to - slot.from, insert };
    });
    const edited = applySplices(text.slice(slot.from, slot.to), shifted);
    if (edited === null) return null;
    texts.push(edited);
  }
  if (slots.length === texts.length) {
    return slots.map(({ from, to }, index) => ({ from, to, insert: texts[index] ?? '' }));
  }
  const joiner = node.flow ? ', ' : eol + ' '.repeat(column);
  return [{ from: slots[0]?.from ?? 0, to: slots[slots.length - 1]?.to ?? 0, insert: texts.join(joiner) }];
}
