/** YAML as a tree of nodes with their places in the text: [start, end) in UTF-16 code units of the document. */

interface Placed {
  /** Of the value itself, after anchor and tag. */
  start: number;
  /** A block scalar ends after its last line break, every other node after its last character. */
  end: number;
  /** Where anchor or tag begin; `start` when there are none. */
  propertiesStart: number;
  anchor: string | null;
  /** Short form, e.g. `!!str`. */
  tag: string | null;
}

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

export interface ScalarNode extends Placed {
  kind: 'scalar';
  style: ScalarStyle;
  /** Quotes, folds and escapes taken away. */
  text: string;
}

export interface AliasNode extends Placed {
  kind: 'alias';
  name: string;
}

export interface MapEntry {
  /** Where the key, its properties or `?` begin. */
  start: number;
  key: YamlNode;
  /** Of the colon; where it would be when there is none (`? key`, `{key}`). */
  colon: number;
  value: YamlNode;
}

export interface MapNode extends Placed {
  kind: 'map';
  flow: boolean;
  entries: MapEntry[];
}

export interface SeqItem {
  /** Of the dash; of the value in flow sequences. */
  start: number;
  value: YamlNode;
}

export interface SeqNode extends Placed {
  kind: 'seq';
  flow: boolean;
  items: SeqItem[];
}

export type YamlNode = ScalarNode | AliasNode | MapNode | SeqNode;
