/**
 * The JSON value of a tree, as sigs.k8s.io/yaml makes it for kubectl, with notes where another reader sees something else.
 * Stricter than kubectl where kubectl loses data silently: keys that are there twice, foreign tags, NaN.
 */
import { type Json, type JsonObject, type Path, setOwn } from '../json.ts';
import { floatKey, integerOf, isSexagesimal, looksLikeDate, resolvePlain, resolvePlain12 } from './plain.ts';
import { YamlSyntaxError } from './problem.ts';
import type { AliasNode, MapNode, ScalarNode, YamlNode } from './tree.ts';

/** Not wrong, but not what one may think. */
export interface ReadingNote {
  code: /** `no`, `on`, `0777`, `1_000`: YAML 1.2 reads `otherwise`. */
    | 'reads-otherwise'
    /** `12:30:00` is text here, a number for other readers of YAML 1.1. */
    | 'sexagesimal'
    /** `2024-01-02` is text here, a date for other readers. */
    | 'date'
    /** More digits than JavaScript and most JSON readers keep. */
    | 'precision'
    /** A key before `<<` that the merged map has too: kubectl takes the merged value, others the key's. */
    | 'merge-wins';
  path: Path;
  offset: number;
  /** As it stands there. */
  text: string;
  value: Json;
  otherwise: Json;
}

/** What an alias stands for. */
export interface Aliased {
  node: YamlNode;
  value: Json;
}

export interface Reading {
  value: Json;
  aliases: ReadonlyMap<AliasNode, Aliased>;
  notes: readonly ReadingNote[];
}

const mostAliases = 500;
const mostAliasedNodes = 20_000;
const deepest = 100;
/** Go has no key for integers that take 64 bits without a sign. */
const keysEnd = 1n << 63n;
const scalarTags = new Set(['!!str', '!!int', '!!float', '!!bool', '!!null', '!!timestamp']);

/** Throws YamlSyntaxError. */
export function readValue(root: YamlNode | null): Reading {
  return root === null ? { value: null, notes: [], aliases: new Map() } : new Reader().read(root);
}

interface Anchored {
  node: YamlNode;
  value: Json;
  /** Nodes below it, what its aliases stand for included. */
  size: number;
  /** Still being read: an alias of it now would contain itself. */
  open: boolean;
}

class Reader {
  private readonly anchors = new Map<string, Anchored>();
  private readonly resolved = new Map<AliasNode, Aliased>();
  private readonly notes: ReadingNote[] = [];
  private readonly path: (string | number)[] = [];
  private nodes = 0;
  private aliases = 0;
  private aliased = 0;

  read(root: YamlNode): Reading {
    return { value: this.value(root), notes: this.notes, aliases: this.resolved };
  }

  private value(node: YamlNode): Json {
    this.nodes += 1;
    if (node.kind === 'alias') return this.resolve(node).value;
    const before = this.nodes;
    const anchored: Anchored = { node, value: null, size: 0, open: true };
    if (node.anchor !== null) this.anchors.set(node.anchor, anchored);
    if (this.path.length > deepest) throw new YamlSyntaxError('too-deep', node.start);
    if (node.kind === 'scalar') anchored.value = this.scalar(node);
    else if (node.kind === 'map') anchored.value = this.map(node);
    else {
      checkTag(node, '!!seq');
      anchored.value = node.items.map(({ value }, index) => this.at(index, value));
    }
    anchored.size = this.nodes - before + 1;
    anchored.open = false;
    return anchored.value;
  }

  private at(step: string | number, node: YamlNode): Json {
    this.path.push(step);
    const value = this.value(node);
    this.path.pop();
    return value;
  }

  private resolve(node: AliasNode): Anchored {
    const anchored = this.anchors.get(node.name);
    if (anchored === undefined) throw new YamlSyntaxError('unknown-anchor', node.start);
    if (anchored.open) throw new YamlSyntaxError('recursive-anchor', node.start);
    this.aliases += 1;
    this.aliased += anchored.size;
    this.nodes += anchored.size;
    if (this.aliases > mostAliases) throw new YamlSyntaxError('too-many-aliases', node.start);
    if (this.aliased > mostAliasedNodes) throw new YamlSyntaxError('too-much-aliased', node.start);
    this.resolved.set(node, anchored);
    return anchored;
  }

  private scalar(node: ScalarNode): Json {
    const { tag, style, text } = node;
    if (tag === null && style !== 'plain') return text;
    if (tag === '!' || tag === '!!str') return text;
    if (tag !== null && !scalarTags.has(tag)) throw new YamlSyntaxError('bad-tag', node.propertiesStart);
    const value = resolvePlain(text);
    if (tag !== null && !fitsTag(tag, text, value))
      throw new YamlSyntaxError('tag-mismatch', node.propertiesStart);
    if (typeof value === 'number' && !Number.isFinite(value))
      throw new YamlSyntaxError('not-finite', node.start);
    if (tag === null && text !== '') this.note(node, value);
    return value;
  }

  private note(node: ScalarNode, value: Json): void {
    const { text, start } = node;
    const add = (code: ReadingNote['code'], otherwise: Json): void => {
      this.notes.push({ code, path: [...this.path], offset: start, text, value, otherwise });
    };
    if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value))
      add('precision', value);
    if (typeof value === 'string' && !/^[\d+.-]/.test(text)) return;
    const otherwise = resolvePlain12(text);
    const finite = typeof otherwise !== 'number' || Number.isFinite(otherwise);
    if (otherwise !== value) add('reads-otherwise', finite ? otherwise : text);
    else if (isSexagesimal(text)) add('sexagesimal', text);
    else if (looksLikeDate(text)) add('date', text);
  }

  private map(node: MapNode): JsonObject {
    checkTag(node, '!!map');
    const out: JsonObject = {};
    const written = new Set<string>();
    for (const { key: keyNode, value } of node.entries) {
      if (isMergeKey(keyNode)) {
        this.merge(value, out, written);
        continue;
      }
      const key = this.key(keyNode);
      if (written.has(key)) throw new YamlSyntaxError('duplicate-key', keyNode.start);
      written.add(key);
      setOwn(out, key, this.at(key, value));
    }
    return out;
  }

  private key(node: YamlNode): string {
    this.nodes += 1;
    const resolved = node.kind === 'alias' ? this.resolve(node).node : node;
    if (resolved.kind !== 'scalar') throw new YamlSyntaxError('bad-key', node.start);
    if (node.anchor !== null)
      this.anchors.set(node.anchor, { node, value: resolved.text, size: 1, open: false });
    const value = this.scalar(resolved);
    const tooLarge = typeof value === 'number' && (integerOf(resolved.text) ?? 0n) >= keysEnd;
    if (value === null || tooLarge) throw new YamlSyntaxError('bad-key', node.start);
    return keyString(value, resolved.text);
  }

  /** In the order of the text, as go.yaml.in/yaml/v2 does: what comes later wins, and of a list its earlier maps. */
  private merge(node: YamlNode, out: JsonObject, written: ReadonlySet<string>): void {
    if (node.kind === 'seq') {
      const parts = node.items.map(({ value }) => this.mergedMap(value));
      for (const part of parts.reverse()) this.assign(node, part, out, written);
    } else {
      this.assign(node, this.mergedMap(node), out, written);
    }
  }

  private mergedMap(node: YamlNode): JsonObject {
    const target = node.kind === 'alias' ? this.anchors.get(node.name)?.node : node;
    if (target !== undefined && target.kind !== 'map') throw new YamlSyntaxError('bad-merge', node.start);
    return this.value(node) as JsonObject;
  }

  private assign(node: YamlNode, from: JsonObject, out: JsonObject, written: ReadonlySet<string>): void {
    for (const [key, value] of Object.entries(from)) {
      if (written.has(key)) {
        const otherwise = out[key] ?? null;
        this.notes.push({
          code: 'merge-wins',
          path: [...this.path, key],
          offset: node.start,
          text: key,
          value,
          otherwise,
        });
      }
      setOwn(out, key, value);
    }
  }
}

/** JSON has keys of text only. */
function keyString(value: Json, text: string): string {
  if (typeof value !== 'number') return String(value);
  return integerOf(text)?.toString() ?? floatKey(value);
}

/** The key that a node of a readable document stands for. */
export function keyTextOf(aliases: ReadonlyMap<AliasNode, Aliased>): (node: YamlNode) => string | null {
  return (node) => {
    const resolved = node.kind === 'alias' ? aliases.get(node)?.node : node;
    if (resolved?.kind !== 'scalar') return null;
    const quotes =
      resolved.tag === null ? resolved.style !== 'plain' : resolved.tag === '!!str' || resolved.tag === '!';
    return quotes ? resolved.text : keyString(resolvePlain(resolved.text), resolved.text);
  };
}

/** `<<` that stands for the maps to be merged. */
export function isMergeKey(node: YamlNode): boolean {
  return (
    node.kind === 'scalar' &&
    node.text === '<<' &&
    (node.tag === '!!merge' || node.tag === '!' || (node.tag === null && node.style === 'plain'))
  );
}

function checkTag(node: MapNode | Extract<YamlNode, { kind: 'seq' }>, tag: string): void {
  if (node.tag !== null && node.tag !== tag) throw new YamlSyntaxError('bad-tag', node.propertiesStart);
}

function fitsTag(tag: string, text: string, value: Json): boolean {
  switch (tag) {
    case '!!int':
      return integerOf(text) !== null;
    case '!!float':
      return typeof value === 'number';
    case '!!bool':
      return typeof value === 'boolean';
    case '!!null':
      return value === null;
    default:
      return typeof value === 'string';
  }
}
