/**
 * A document with another value: `writeDocument(doc, doc.value)` is the document itself, and any other value changes only the lines it must.
 * The result is read again; when it does not have the value that was wished, more of the text is written anew, in the end all of it.
 */
import { fail, ok, type Result } from '../../result.ts';
import { equalJson, type Json } from '../json.ts';
import { byName, type ItemKey } from '../match-items.ts';
import { parseDocument, type YamlDocument } from '../stream.ts';
import { printBlock } from '../yaml/print.ts';
import type { YamlProblem } from '../yaml/problem.ts';
import { keyTextOf } from '../yaml/read-value.ts';
import type { YamlNode } from '../yaml/tree.ts';
import { type Layout, layoutOf } from './layout.ts';
import { type PlanOptions, planValue } from './plan.ts';
import { replaceValue } from './replace-value.ts';
import { applySplices, type Splice, trimSplices } from './splice.ts';
import { rootSpot, spotsBelow } from './spot.ts';

/** What an edit did beyond the change that was asked for. */
export type EditNote =
  /** What came through an alias or a merge has a value of its own here now; other users of the anchor keep theirs. */
  | { code: 'copied'; names: string[] }
  /** Aliases of an anchor whose value changed were written out, so that they keep the value they had. */
  | { code: 'aliases-written-out'; names: string[] }
  /** No smaller change gave the wished value: comments and layout of the document are gone. */
  | { code: 'written-anew' };

export interface Edited {
  document: YamlDocument;
  /** What changed in the text of the document before. */
  splices: Splice[];
  notes: EditNote[];
}

export type EditFailure =
  | { code: 'unreadable'; problem: YamlProblem }
  | { code: 'no-such-path' }
  /** The new name of a key is there already. */
  | { code: 'key-taken' }
  /** The value cannot be written as YAML at all, e.g. it is nested too deep. */
  | { code: 'unwritable'; problem: YamlProblem | null };

export interface WriteOptions {
  keyOf?: ItemKey;
  matches?: PlanOptions['matches'];
}

export function writeDocument(
  document: YamlDocument,
  value: Json,
  options: WriteOptions = {},
): Result<Edited, EditFailure> {
  if (document.problem !== null) return fail({ code: 'unreadable', problem: document.problem });
  if (equalJson(document.value, value)) return ok({ document, splices: [], notes: [] });
  const layout = layoutOf(document);
  const copied = new Set<string>();
  const splices = planRoot(document, layout, value, {
    keyOf: options.keyOf ?? byName,
    matches: options.matches ?? new Map(),
    keyText: keyTextOf(document.aliases),
    aliases: document.aliases,
    copied: (name) => copied.add(name),
  });
  return settle(
    document,
    layout,
    value,
    splices,
    copied.size > 0 ? [{ code: 'copied', names: [...copied] }] : [],
  );
}

function planRoot(document: YamlDocument, layout: Layout, value: Json, options: PlanOptions): Splice[] {
  const { root, text } = document;
  if (root !== null) return planValue(layout, rootSpot(root), document.value, value, [], options);
  const insert = `${printBlock(value, 0, layout.style).join(layout.eol)}${layout.eol}`;
  const opened = text === '' || text.endsWith('\n') ? '' : layout.eol;
  return [{ from: text.length, to: text.length, insert: opened + insert }];
}

/** The first of the ways to change the text that gives the wished value. */
export function settle(
  document: YamlDocument,
  layout: Layout,
  value: Json,
  splices: readonly Splice[],
  notes: readonly EditNote[] = [],
): Result<Edited, EditFailure> {
  const planned = attempt(document, value, splices, [...notes]);
  if (planned !== null) return ok(planned);
  // A block scalar that ends the text needs its line break.
  const end = document.text.length;
  const closed = attempt(
    document,
    value,
    [...splices, { from: end, to: end, insert: layout.eol }],
    [...notes],
  );
  if (closed !== null) return ok(closed);
  for (const touched of [touchedAnchors(document, splices), null]) {
    const { names, written } = writeOutAliases(document, layout, splices, touched);
    if (names.length === 0) continue;
    const edited = attempt(
      document,
      value,
      [...splices, ...written],
      [...notes, { code: 'aliases-written-out', names }],
    );
    if (edited !== null) return ok(edited);
  }
  return writeAnew(document, layout, value);
}

function attempt(
  document: YamlDocument,
  value: Json,
  splices: readonly Splice[],
  notes: EditNote[],
): Edited | null {
  const text = applySplices(document.text, splices);
  if (text === null) return null;
  const edited = parseDocument(text, document.start, document);
  if (edited.problem !== null || !equalJson(edited.value, value)) return null;
  return { document: edited, splices: trimSplices(document.text, splices), notes };
}

function writeAnew(document: YamlDocument, layout: Layout, value: Json): Result<Edited, EditFailure> {
  const text = `${printBlock(value, 0, layout.style).join(layout.eol)}${layout.eol}`;
  const splices = [{ from: 0, to: document.text.length, insert: text }];
  const edited = attempt(document, value, splices, [{ code: 'written-anew' }]);
  if (edited !== null) return ok(edited);
  return fail({ code: 'unwritable', problem: parseDocument(text).problem });
}

/** Nodes with an anchor inside of which the text changes. */
function touchedAnchors({ aliases }: YamlDocument, splices: readonly Splice[]): Set<YamlNode> {
  const anchored = new Set([...aliases.values()].map(({ node }) => node));
  return new Set(
    [...anchored].filter((node) =>
      splices.some(({ from, to }) => to >= node.propertiesStart && from <= node.end),
    ),
  );
}

/** Their values in place of aliases: of these anchors, or of all; those that go away anyway stay out. */
function writeOutAliases(
  { root, aliases }: YamlDocument,
  layout: Layout,
  splices: readonly Splice[],
  of: ReadonlySet<YamlNode> | null,
): { names: string[]; written: Splice[] } {
  const names = new Set<string>();
  const written: Splice[] = [];
  if (root === null) return { names: [], written };
  for (const spot of spotsBelow(layout, rootSpot(root))) {
    const { node } = spot;
    const aliased = node.kind === 'alias' ? aliases.get(node) : undefined;
    if (node.kind !== 'alias' || aliased === undefined || (of !== null && !of.has(aliased.node))) continue;
    if (splices.some(({ from, to }) => from < node.end && to > node.start)) continue;
    names.add(node.name);
    written.push(...replaceValue(layout, spot, aliased.value));
  }
  return { names: [...names], written };
}
