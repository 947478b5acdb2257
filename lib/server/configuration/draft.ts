/** Changes as they are asked for, read: the object that the text says, what is wrong with the text, and whether it is the object of the change. */
import type { Change, ChangeCheck } from '#lib/api/configuration/configuration.ts';
import { holdingFields, maxTextBytes } from '#lib/api/configuration/configuration-words.ts';
import {
  isJsonObject,
  type Json,
  type JsonObject,
  own,
  pathText,
  setOwn,
  valueAt,
} from '#lib/document/json.ts';
import { type Place, placesIn } from '#lib/document/place.ts';
import {
  parseDocument,
  parseStream,
  placeInStream,
  type YamlDocument,
  type YamlStream,
} from '#lib/document/stream.ts';
import { heldMeta } from '#lib/istio/checks/objects/object-meta.ts';
import { emptyWeights } from '#lib/istio/checks/virtual-services/empty-weights.ts';
import { kindId } from '#lib/istio/kinds/registry.ts';
import { AppError } from '../app-error.ts';
import { createLru } from '../lru.ts';
import { breathe } from '../mesh/demand.ts';
import { type Target, targetOf } from './target.ts';

export interface Draft {
  change: Change;
  target: Target;
  /** With namespace and name; null for deletions, and where the text cannot be read. */
  value: JsonObject | null;
  yaml: ChangeCheck['yaml'];
  mismatches: ChangeCheck['mismatches'];
  placeOf: ((path: readonly (string | number)[]) => Place) | null;
}

/** Rejects with AppError for what names no object of a kind that the console knows, for an object named twice, and for too large a text. */
export async function readDrafts(changes: readonly Change[]): Promise<Draft[]> {
  const seen = new Set<string>();
  const targets = changes.map((change, index) => {
    const target = targetOf(change, `/changes/${index}/`);
    const id = `${kindId(target.kind)}/${target.namespace}/${target.name}`;
    if (seen.has(id)) {
      throw new AppError('invalid', {
        detail: 'An object is changed twice.',
        errors: [{ field: `/changes/${index}/name`, message: 'the same object as in an earlier change' }],
      });
    }
    seen.add(id);
    for (const text of textsOf(change)) {
      if (Buffer.byteLength(text) > maxTextBytes) {
        throw new AppError('too-large', {
          detail: 'An object may have up to 1 MiB of text.',
          errors: [{ field: `/changes/${index}/text`, message: 'larger than 1 MiB' }],
        });
      }
    }
    return target;
  });
  const drafts: Draft[] = [];
  const ids = [...seen];
  for (const [index, target] of targets.entries()) {
    const change = changes[index];
    if (change === undefined) continue;
    drafts.push(readDraft(change, target, ids[index] ?? ''));
    // Large texts take their time: others pass between two of them.
    await breathe();
  }
  return drafts;
}

function textsOf(change: Change): string[] {
  if (change.op === 'delete') return [];
  return change.op === 'update' && change.base !== undefined ? [change.text, change.base] : [change.text];
}

/** Lines that separate documents; each document takes its time, and more than one is refused anyway. */
const mostSeparators = 50;

function severalDocuments(at: Place) {
  return { code: 'several-documents', message: 'One object is changed here; the text has several.', ...at };
}

/** A large draft is asked about several times with each pause in typing: what did not change since then is not read again. */
const readings = createLru<YamlDocument>(4);
const large = 50_000;

function readText(text: string, id: string): YamlStream {
  if (text.length < large || /^---/m.test(text)) return parseStream(text);
  const document = parseDocument(text, 0, readings.get(id) ?? null);
  if (document.problem === null) readings.set(id, document);
  return { text, documents: [document] };
}

/** `id`: of the object, whoever changes it. */
function readDraft(change: Change, target: Target, id: string): Draft {
  const nothing = { change, target, value: null, mismatches: [], placeOf: null };
  if (change.op === 'delete') return { ...nothing, yaml: { problem: null, notes: [] } };
  if ((change.text.match(/^---/gm)?.length ?? 0) > mostSeparators) {
    const yaml = { problem: severalDocuments({ line: 1, column: 1 }), notes: [] };
    return { ...nothing, yaml };
  }
  const stream = readText(change.text, id);
  const read = stream.documents.filter(({ root, problem }) => root !== null || problem !== null);
  const [document, second] = read;
  const failed = (code: string, message: string, at: Place) => ({
    ...nothing,
    yaml: { problem: { code, message, ...at }, notes: [] },
  });
  if (document === undefined)
    return failed('empty', 'There is no object in the text.', { line: 1, column: 1 });
  const problem = read.find((one) => one.problem !== null);
  if (problem?.problem) {
    const { code, message, offset } = problem.problem;
    // A misplaced separator is told by its place in the whole text.
    const at =
      code === 'separator-content'
        ? { line: problem.problem.line, column: problem.problem.column }
        : placeInStream(stream, problem, offset);
    return failed(code, message, at);
  }
  if (second !== undefined) {
    const yaml = { problem: severalDocuments(placeInStream(stream, second, 0)), notes: [] };
    return { ...nothing, yaml };
  }
  if (!isJsonObject(document.value)) {
    return failed(
      'no-object',
      'The text is no object with apiVersion, kind and metadata.',
      placeInStream(stream, document, 0),
    );
  }
  const placeOf = placesInStream(stream, document);
  return {
    ...nothing,
    value: placed(document.value, target),
    yaml: { problem: null, notes: notesOf(stream, document) },
    mismatches: mismatchesOf(document.value, target).map((one) => ({ ...one, ...placeOf(one.path) })),
    placeOf,
  };
}

function placesInStream(stream: YamlStream, document: YamlDocument): NonNullable<Draft['placeOf']> {
  const inDocument = placesIn(document);
  const { line: first } = placeInStream(stream, document, 0);
  return (path) => {
    const { line, column } = inDocument(path);
    return { line: line + first - 1, column };
  };
}

function notesOf(stream: YamlStream, document: YamlDocument): ChangeCheck['yaml']['notes'] {
  return document.notes.slice(0, 200).map(({ code, path, offset, text, value, otherwise }) => ({
    code,
    message: `${pathText(path)}: ${text} is read as ${JSON.stringify(value)}`,
    ...placeInStream(stream, document, offset),
    params: {
      path: pathText(path),
      text: text.slice(0, 200),
      value: JSON.stringify(value).slice(0, 200),
      otherwise: JSON.stringify(otherwise).slice(0, 200),
    },
  }));
}

function mismatchesOf(value: JsonObject, { kind, namespace, name }: Target) {
  const apiVersion = valueAt(value, ['apiVersion']);
  const versions = kind.versions.map((version) => `${kind.group}/${version}`);
  const wanted: { path: string[]; expected: string; fits: (found: Json | undefined) => boolean }[] = [
    {
      path: ['apiVersion'],
      expected: versions[0] ?? '',
      fits: (found) => typeof found === 'string' && versions.includes(found),
    },
    { path: ['kind'], expected: kind.kind, fits: (found) => found === kind.kind },
    { path: ['metadata', 'name'], expected: name, fits: (found) => found === name },
    // Absent, it is the namespace that the change is for.
    {
      path: ['metadata', 'namespace'],
      expected: namespace,
      fits: (found) => found === namespace || found === undefined,
    },
  ];
  return wanted.flatMap(({ path, expected, fits }) => {
    const found = path.length === 1 && path[0] === 'apiVersion' ? apiVersion : valueAt(value, path);
    if (fits(found)) return [];
    return [{ path, expected, found: found === undefined ? null : JSON.stringify(found).slice(0, 300) }];
  });
}

/**
 * What the API server would take and nobody can mean: owners and finalizers changed by a text, as far as the change itself tells what
 * it began from, and weights without a number.
 */
export function slipsOf({ change, value }: Draft): ReturnType<typeof heldMeta> {
  if (value === null || change.op === 'delete') return [];
  return [...heldSince(change, value), ...emptyWeights(value)];
}

function heldSince(
  change: Exclude<Change, { op: 'delete' }>,
  value: JsonObject,
): ReturnType<typeof heldMeta> {
  if (change.op === 'create') return heldMeta(value, null);
  if (change.base === undefined || !(holdingFields.test(change.text) || holdingFields.test(change.base)))
    return [];
  const base = parseDocument(change.base).value;
  return heldMeta(value, isJsonObject(base) ? base : null);
}

/** With the namespace, where the text leaves it out. */
function placed(value: JsonObject, { namespace }: Target): JsonObject {
  const metadata = own(value, 'metadata');
  if (!isJsonObject(metadata) || own(metadata, 'namespace') !== undefined) return value;
  const copy = { ...value };
  setOwn(copy, 'metadata', { ...metadata, namespace });
  return copy;
}
