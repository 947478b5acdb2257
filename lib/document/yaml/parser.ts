/** Tokens to one tree of nodes, by libyaml's grammar (go.yaml.in/yaml/v2 parserc.go). */
import { YamlSyntaxError } from './problem.ts';
import { Scanner, type Token } from './scanner.ts';
import type { MapEntry, MapNode, ScalarNode, SeqItem, SeqNode, YamlNode } from './tree.ts';

/** Of text without `---` lines; null when there is nothing but white space and comments. Throws YamlSyntaxError. */
export function parseTree(text: string): YamlNode | null {
  const scanner = new Scanner(text);
  const first = scanner.peek();
  if (first.kind === 'stream-end') return null;
  const root = new Parser(scanner).block(false);
  let after = scanner.next();
  while (after.kind === 'document-end') after = scanner.next();
  if (after.kind !== 'stream-end') throw new YamlSyntaxError('content-after-end', after.start);
  return root;
}

interface Properties {
  start: number | null;
  end: number;
  anchor: string | null;
  tag: string | null;
}

function emptyScalar(at: number, properties?: Properties): ScalarNode {
  return {
    kind: 'scalar',
    style: 'plain',
    text: '',
    start: at,
    end: at,
    propertiesStart: properties?.start ?? at,
    anchor: properties?.anchor ?? null,
    tag: properties?.tag ?? null,
  };
}

/** Keys and values; the largest object that etcd takes has a tenth, and a reader of what many send must end. */
const mostNodes = 100_000;

class Parser {
  private readonly scanner: Scanner;
  private nodes = 0;

  constructor(scanner: Scanner) {
    this.scanner = scanner;
  }

  /** `dashes`: whether list items may stand at the column of the key before them. */
  block(dashes: boolean): YamlNode {
    return this.node(true, dashes);
  }

  private node(block: boolean, dashes: boolean): YamlNode {
    const token = this.scanner.peek();
    this.nodes += 1;
    if (this.nodes > mostNodes) throw new YamlSyntaxError('too-many-values', token.start);
    if (token.kind === 'alias') {
      this.scanner.next();
      const { start, end, text } = token;
      return { kind: 'alias', name: text, start, end, propertiesStart: start, anchor: null, tag: null };
    }
    const properties = this.properties();
    const node = this.content(block, dashes, properties);
    node.anchor = properties.anchor;
    node.tag = properties.tag;
    if (properties.start !== null) node.propertiesStart = properties.start;
    return node;
  }

  private properties(): Properties {
    const properties: Properties = { start: null, end: 0, anchor: null, tag: null };
    for (;;) {
      const token = this.scanner.peek();
      const repeated =
        token.kind === 'anchor' ? properties.anchor : token.kind === 'tag' ? properties.tag : '';
      if (repeated !== null) return properties;
      this.scanner.next();
      properties.start ??= token.start;
      properties.end = token.end;
      if (token.kind === 'anchor') properties.anchor = token.text;
      else properties.tag = token.text;
    }
  }

  private content(block: boolean, dashes: boolean, properties: Properties): YamlNode {
    const token = this.scanner.peek();
    switch (token.kind) {
      case 'scalar': {
        this.scanner.next();
        const { start, end, text, style } = token;
        return { kind: 'scalar', style, text, start, end, propertiesStart: start, anchor: null, tag: null };
      }
      case 'flow-seq':
        return this.flowSeq();
      case 'flow-map':
        return this.flowMap();
      case 'block-entry':
        if (dashes) return this.seqAtKey();
        break;
      case 'block-seq':
        if (block) return this.blockSeq();
        break;
      case 'block-map':
        if (block) return this.blockMap();
        break;
      default:
    }
    if (properties.start !== null) return emptyScalar(properties.end, properties);
    const code = !block && token.kind === 'stream-end' ? 'unclosed-flow' : 'missing-value';
    throw new YamlSyntaxError(code, token.start);
  }

  private blockSeq(): SeqNode {
    const seq = emptySeq(this.scanner.next(), false);
    for (let token = this.scanner.next(); token.kind !== 'block-end'; token = this.scanner.next()) {
      if (token.kind !== 'block-entry') throw new YamlSyntaxError('bad-indentation', token.start);
      this.item(seq, token, ['block-entry', 'block-end']);
    }
    return seq;
  }

  /** Items that stand at the column of their key have no end of their own. */
  private seqAtKey(): SeqNode {
    const seq = emptySeq(this.scanner.peek(), false);
    while (this.scanner.peek().kind === 'block-entry') {
      this.item(seq, this.scanner.next(), ['block-entry', 'key', 'value', 'block-end']);
    }
    return seq;
  }

  private item(seq: SeqNode, dash: Token, empties: readonly Token['kind'][]): void {
    const value = empties.includes(this.scanner.peek().kind) ? emptyScalar(dash.end) : this.block(false);
    const item: SeqItem = { start: dash.start, value };
    seq.items.push(item);
    seq.end = Math.max(dash.end, value.end);
  }

  private blockMap(): MapNode {
    const map = emptyMap(this.scanner.next(), false);
    for (let token = this.scanner.peek(); token.kind !== 'block-end'; token = this.scanner.peek()) {
      let key: YamlNode | null = null;
      if (token.kind === 'key') {
        this.scanner.next();
        if (!isEntryEnd(this.scanner.peek())) key = this.block(true);
      } else if (token.kind !== 'value') {
        throw new YamlSyntaxError('bad-indentation', token.start);
      }
      key ??= emptyScalar(token.end);
      let colon = key.end;
      let value: YamlNode | null = null;
      if (this.scanner.peek().kind === 'value') {
        const sign = this.scanner.next();
        colon = sign.start;
        value = isEntryEnd(this.scanner.peek()) ? emptyScalar(sign.end) : this.block(true);
      }
      addEntry(map, { start: token.start, key, colon, value: value ?? emptyScalar(key.end) });
    }
    this.scanner.next();
    return map;
  }

  private flowSeq(): SeqNode {
    const seq = emptySeq(this.scanner.next(), true);
    while (this.scanner.peek().kind !== 'flow-seq-end') {
      if (seq.items.length > 0) {
        this.comma(seq.start);
        if (this.scanner.peek().kind === 'flow-seq-end') break;
      }
      const token = this.scanner.peek();
      const value = token.kind === 'key' ? this.pairInSeq() : this.node(false, false);
      seq.items.push({ start: value.propertiesStart, value });
    }
    seq.end = this.scanner.next().end;
    return seq;
  }

  /** `[key: value]` is a list of one map. */
  private pairInSeq(): MapNode {
    const token = this.scanner.next();
    const map = emptyMap(token, true);
    const empties: readonly Token['kind'][] = ['value', 'flow-entry', 'flow-seq-end'];
    const key = empties.includes(this.scanner.peek().kind) ? emptyScalar(token.end) : this.node(false, false);
    addEntry(map, { start: token.start, key, ...this.flowValue(key, 'flow-seq-end') });
    return map;
  }

  private flowMap(): MapNode {
    const map = emptyMap(this.scanner.next(), true);
    while (this.scanner.peek().kind !== 'flow-map-end') {
      if (map.entries.length > 0) {
        this.comma(map.start);
        if (this.scanner.peek().kind === 'flow-map-end') break;
      }
      const token = this.scanner.peek();
      if (token.kind === 'key') {
        this.scanner.next();
        const empties: readonly Token['kind'][] = ['value', 'flow-entry', 'flow-map-end'];
        const empty = empties.includes(this.scanner.peek().kind);
        const key = empty ? emptyScalar(token.end) : this.node(false, false);
        addEntry(map, { start: token.start, key, ...this.flowValue(key, 'flow-map-end') });
      } else {
        const key = this.node(false, false);
        addEntry(map, { start: token.start, key, colon: key.end, value: emptyScalar(key.end) });
      }
    }
    map.end = this.scanner.next().end;
    return map;
  }

  private flowValue(key: YamlNode, end: Token['kind']): { colon: number; value: YamlNode } {
    if (this.scanner.peek().kind !== 'value') return { colon: key.end, value: emptyScalar(key.end) };
    const sign = this.scanner.next();
    const next = this.scanner.peek().kind;
    const value = next === 'flow-entry' || next === end ? emptyScalar(sign.end) : this.node(false, false);
    return { colon: sign.start, value };
  }

  private comma(opened: number): void {
    const token = this.scanner.next();
    if (token.kind === 'flow-entry') return;
    throw new YamlSyntaxError('unclosed-flow', token.kind === 'stream-end' ? opened : token.start);
  }
}

function isEntryEnd({ kind }: Token): boolean {
  return kind === 'key' || kind === 'value' || kind === 'block-end';
}

function addEntry(map: MapNode, entry: MapEntry): void {
  map.entries.push(entry);
  map.end = Math.max(entry.value.end, entry.colon);
}

function emptySeq({ start, end }: Token, flow: boolean): SeqNode {
  return { kind: 'seq', flow, items: [], start, end, propertiesStart: start, anchor: null, tag: null };
}

function emptyMap({ start, end }: Token, flow: boolean): MapNode {
  return { kind: 'map', flow, entries: [], start, end, propertiesStart: start, anchor: null, tag: null };
}
