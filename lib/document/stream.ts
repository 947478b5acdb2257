/**
 * Text with any number of YAML documents, as kubectl reads it: cut at lines that begin with `---`
 * (k8s.io/apimachinery pkg/util/yaml), each document read by itself, so that a mistake in one does not hide the others.
 */
import type { Json } from './json.ts';
import { reread } from './reread.ts';
import { parseTree } from './yaml/parser.ts';
import { positionOf, problemAt, type YamlProblem, YamlSyntaxError } from './yaml/problem.ts';
import { type Aliased, type ReadingNote, readValue } from './yaml/read-value.ts';
import type { AliasNode, YamlNode } from './yaml/tree.ts';

/** Offsets, lines and columns inside of it are those of its own text. */
export interface YamlDocument {
  readonly text: string;
  /** Where its text begins in the stream. */
  readonly start: number;
  /** Null for a document of comments only, and where the text has a problem. */
  readonly root: YamlNode | null;
  /** Null where the text has a problem. Never to be changed: aliases share it. */
  readonly value: Json;
  readonly problem: YamlProblem | null;
  readonly notes: readonly ReadingNote[];
  readonly aliases: ReadonlyMap<AliasNode, Aliased>;
}

export interface YamlStream {
  readonly text: string;
  readonly documents: readonly YamlDocument[];
}

const mostBytes = 1024 * 1024;
const notAllowed = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Documents whose text stands unchanged in `before` are taken from there. */
export function parseStream(text: string, before?: YamlStream): YamlStream {
  const known = new Map(before?.documents.map((document) => [document.text, document]));
  const cuts = cut(text);
  return {
    text,
    documents: cuts.map(({ start, end, problem }) => {
      const own = text.slice(start, end);
      const same = known.get(own);
      if (problem !== null) return failed(own, start, problem);
      return same === undefined || same.problem?.code === 'separator-content'
        ? parseDocument(own, start)
        : { ...same, start };
    }),
  };
}

/** One document, without `---` lines. `near`: the same before a change; what did not change is taken from there. */
export function parseDocument(text: string, start = 0, near: YamlDocument | null = null): YamlDocument {
  const again = near === null ? null : parseNear(text, near);
  if (again !== null) return { ...again, start };
  try {
    if (isTooLarge(text)) throw new YamlSyntaxError('too-large', 0);
    const bad = notAllowed.exec(text);
    if (bad !== null) throw new YamlSyntaxError('control-character', bad.index);
    const root = parseTree(text);
    return { text, start, root, problem: null, ...readValue(root) };
  } catch (error) {
    if (error instanceof YamlSyntaxError) return failed(text, start, problemAt(text, error));
    throw error;
  }
}

/** Null where only a reading from the start tells. */
export function parseNear(text: string, near: YamlDocument): YamlDocument | null {
  const again = isTooLarge(text) ? null : reread(near, text, notAllowed);
  if (again === null) return null;
  const { root, value, notes, aliases } = again;
  return { text, start: near.start, root, value, problem: null, notes, aliases };
}

/** Of a tree that was read elsewhere, from this very text. */
export function documentOf(text: string, root: YamlNode | null): YamlDocument {
  return { text, start: 0, root, problem: null, ...readValue(root) };
}

const encoder = new TextEncoder();
let room: Uint8Array | null = null;

/** Asked with every letter: there is one room to try whether the text fits in. */
function isTooLarge(text: string): boolean {
  // A UTF-16 unit takes three bytes at most.
  if (text.length <= mostBytes / 3) return false;
  if (text.length > mostBytes) return true;
  room ??= new Uint8Array(mostBytes);
  return encoder.encodeInto(text, room).read < text.length;
}

function failed(text: string, start: number, problem: YamlProblem): YamlDocument {
  return { text, start, root: null, value: null, problem, notes: [], aliases: new Map() };
}

interface Cut {
  start: number;
  end: number;
  problem: YamlProblem | null;
}

function cut(text: string): Cut[] {
  const cuts: Cut[] = [];
  const separator = /^---(.*)(?:\r?\n|$)/gm;
  let start = 0;
  let problem: YamlProblem | null = null;
  const close = (end: number): void => {
    if (end > start || problem !== null) cuts.push({ start, end, problem });
  };
  for (let found = separator.exec(text); found !== null; found = separator.exec(text)) {
    close(found.index);
    start = found.index + found[0].length;
    const rest = found[1]?.trim() ?? '';
    const refused = rest !== '' && !rest.startsWith('#');
    problem = refused ? { ...problemAt(text, { code: 'separator-content', offset: found.index }) } : null;
    if (found[0] === '---') break;
  }
  close(text.length);
  return cuts;
}

/** Line and column of a place in a document, from 1, counted in the stream. */
export function placeInStream(
  stream: YamlStream,
  document: YamlDocument,
  offset: number,
): { line: number; column: number } {
  return positionOf(stream.text, document.start + offset);
}
