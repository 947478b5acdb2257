/** A tree as numbers and the few texts that the document does not hold as they are: what passes from one thread to another at no cost. */
import type { MapEntry, ScalarStyle, SeqItem, YamlNode } from './yaml/tree.ts';

export interface PackedTree {
  numbers: Int32Array<ArrayBuffer>;
  texts: string[];
}

const styles: readonly ScalarStyle[] = ['plain', 'single', 'double', 'literal', 'folded'];
const none = -1;
/** Behind the five styles of scalars. */
const code = { alias: 5, map: 6, flowMap: 7, seq: 8, flowSeq: 9 } as const;

export function packTree(root: YamlNode, text: string): PackedTree {
  const numbers: number[] = [];
  const texts: string[] = [];
  const noted = (one: string | null): number => (one === null ? none : texts.push(one) - 1);
  const pack = (node: YamlNode): void => {
    const { start, end, propertiesStart, anchor, tag } = node;
    const head = (kind: number) => numbers.push(kind, start, end, propertiesStart, noted(anchor), noted(tag));
    if (node.kind === 'scalar') {
      head(styles.indexOf(node.style));
      numbers.push(text.slice(start, end) === node.text ? none : noted(node.text));
    } else if (node.kind === 'alias') {
      head(code.alias);
      numbers.push(noted(node.name));
    } else if (node.kind === 'map') {
      head(node.flow ? code.flowMap : code.map);
      numbers.push(node.entries.length);
      for (const { start: from, key, colon, value } of node.entries) {
        numbers.push(from, colon);
        pack(key);
        pack(value);
      }
    } else {
      head(node.flow ? code.flowSeq : code.seq);
      numbers.push(node.items.length);
      for (const { start: from, value } of node.items) {
        numbers.push(from);
        pack(value);
      }
    }
  };
  pack(root);
  return { numbers: Int32Array.from(numbers), texts };
}

/** `text`: the one that it was made of. */
export function unpackTree({ numbers, texts }: PackedTree, text: string): YamlNode {
  let at = 0;
  const next = (): number => {
    const number = numbers[at];
    if (number === undefined) throw new RangeError('the tree ends too early');
    at += 1;
    return number;
  };
  const noted = (): string | null => texts[next()] ?? null;
  const unpack = (): YamlNode => {
    const kind = next();
    const [start, end, propertiesStart] = [next(), next(), next()];
    const [anchor, tag] = [noted(), noted()];
    const placed = { start, end, propertiesStart, anchor, tag };
    const style = styles[kind];
    if (style !== undefined)
      return { kind: 'scalar', style, text: noted() ?? text.slice(start, end), ...placed };
    if (kind === code.alias) return { kind: 'alias', name: noted() ?? '', ...placed };
    const count = next();
    if (kind === code.map || kind === code.flowMap) {
      const entries = Array.from({ length: count }, (): MapEntry => {
        const [from, colon] = [next(), next()];
        return { start: from, key: unpack(), colon, value: unpack() };
      });
      return { kind: 'map', flow: kind === code.flowMap, entries, ...placed };
    }
    const items = Array.from({ length: count }, (): SeqItem => ({ start: next(), value: unpack() }));
    return { kind: 'seq', flow: kind === code.flowSeq, items, ...placed };
  };
  return unpack();
}
