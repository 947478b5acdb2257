/**
 * Kubernetes objects in YAML, read as kubectl reads them (sigs.k8s.io/yaml: YAML 1.1 booleans, no timestamps), each with the
 * lines of its parts. What cannot be read is a problem with its line.
 */
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  type Tags,
} from 'yaml';
import type { Path } from '#lib/istio/admission/finding.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import type { SourceText } from './source-files.ts';

export interface FileObject {
  object: KubernetesObject;
  file: string;
  /** Of this part of the object, or of the nearest one that is written. From 1. */
  lineOf(path: Path): number;
}

export interface FileProblem {
  file: string;
  line: number;
  message: string;
  /** False for what a folder may well hold: YAML that is no Kubernetes object. */
  isError: boolean;
}

export interface ReadObjects {
  objects: FileObject[];
  problems: FileProblem[];
}

/** A document may say the same thing so often; more is an attack or a mistake. */
const maxAliases = 1_000;

const kubectlTags = (tags: Tags): Tags =>
  tags.filter(
    (tag) =>
      typeof tag === 'string' || (tag.format !== 'TIME' && !/timestamp|binary|omap|pairs|set$/.test(tag.tag)),
  );

export function readObjects(source: SourceText): ReadObjects {
  const { file, text, isNamed } = source;
  const read: ReadObjects = { objects: [], problems: [] };
  const fail = (line: number, message: string, isError = true) =>
    read.problems.push({ file, line, message, isError });
  if (text === null) {
    fail(1, source.problem ?? 'cannot be read');
    return read;
  }
  const lines = new LineCounter();
  const documents = parse(text, lines);
  if (typeof documents === 'string') {
    fail(1, documents);
    return read;
  }
  for (const document of documents) {
    const lineAt = (offset: number | undefined) => lines.linePos(offset ?? 0).line;
    if (document.errors.length > 0) {
      for (const error of document.errors) fail(lineAt(error.pos[0]), firstLine(error.message));
      continue;
    }
    const first = lineAt(document.contents?.range?.[0]);
    const value = readValue(document);
    if (typeof value === 'string') {
      fail(first, value);
      continue;
    }
    const items = value.content === null || value.content === undefined ? [] : flatten(value.content, []);
    for (const { content, prefix } of items) {
      const lineOf = (path: Path) => lineAt(offsetOf(document, [...prefix, ...path]));
      const missing = whatIsMissing(content);
      if (missing === null) read.objects.push({ object: content as KubernetesObject, file, lineOf });
      else fail(lineOf([]), `no Kubernetes object: ${missing}`, isNamed);
    }
  }
  return read;
}

/** The documents, or why there are none. */
function parse(text: string, lineCounter: LineCounter): readonly Document[] | string {
  try {
    const documents = parseAllDocuments(text, { version: '1.1', customTags: kubectlTags, lineCounter });
    return 'empty' in documents ? [] : documents;
  } catch (error) {
    return reasonOf(error);
  }
}

/** The document's value, or why it has none. */
function readValue(document: Document): { content: unknown } | string {
  try {
    return { content: document.toJS({ maxAliasCount: maxAliases }) };
  } catch (error) {
    return reasonOf(error);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof RangeError) return 'nested too deeply';
  return error instanceof Error ? firstLine(error.message) : String(error);
}

const firstLine = (text: string): string =>
  text.split('\n')[0]?.replace(/ at line \d+, column \d+:$/, '') ?? '';

/** The items of a List, each an object of its own. */
function flatten(content: unknown, prefix: Path): { content: unknown; prefix: Path }[] {
  const isList = typeof content === 'object' && content !== null && 'items' in content && 'kind' in content;
  if (!isList || !String(content.kind).endsWith('List') || !Array.isArray(content.items))
    return [{ content, prefix }];
  return content.items.flatMap((item, index) => flatten(item, [...prefix, 'items', index]));
}

/** Null for an object that has what every Kubernetes object has. */
function whatIsMissing(content: unknown): string | null {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return 'it is no mapping';
  const { apiVersion, kind, metadata } = content as Readonly<Record<string, unknown>>;
  if (typeof apiVersion !== 'string' || apiVersion === '') return 'apiVersion is missing';
  if (typeof kind !== 'string' || kind === '') return 'kind is missing';
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata))
    return 'metadata is missing';
  const { name, namespace = '' } = metadata as Readonly<Record<string, unknown>>;
  if (typeof name !== 'string' || name === '') return 'metadata.name is missing';
  return typeof namespace === 'string' || namespace === null ? null : 'metadata.namespace is no text';
}

/** Where a part is written; where it is not, the nearest part around it. Mappings point at their key. */
function offsetOf(document: Document, path: Path): number | undefined {
  let node: unknown = document.contents;
  let offset = rangeStart(node);
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = rangeStart(node) ?? offset;
      continue;
    }
    const pair = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
      : undefined;
    if (!pair) break;
    offset = rangeStart(pair.key) ?? offset;
    node = pair.value;
  }
  return offset;
}

function rangeStart(node: unknown): number | undefined {
  return typeof node === 'object' && node !== null && 'range' in node ? (node as Node).range?.[0] : undefined;
}
