/** What may stand at the cursor: fields, comparisons, values that this graph has, and the words between conditions. */
import type { Graph } from '../../api/traffic/graph.ts';
import { fieldName, fields, type Surroundings } from './fields.ts';
import { unitExamples } from './quantity.ts';
import { badgeWords, stateWords } from './states.ts';
import { quoted, readTokens, type Token } from './tokens.ts';

export interface Completion {
  kind: 'field' | 'comparison' | 'value' | 'state' | 'badge' | 'word' | 'name';
  /** What it is called; of a field its proper name. */
  label: string;
  /** What is written in its place. */
  insert: string;
}

export interface Completions {
  /** Half-open place that the chosen one replaces. */
  from: number;
  to: number;
  items: Completion[];
}

const mostItems = 12;
const textComparisons = ['=', '!=', '~', 'in'];
const numberComparisons = ['>', '<', '>=', '<=', '='];

/** `names` offers names of nodes for a plain search besides conditions. */
export function completionsAt(source: string, cursor: number, graph: Graph): Completions {
  const tokens = readTokens(source);
  const current = tokens.find(({ from, to, kind }) => kindTyped(kind) && from < cursor && cursor <= to);
  const from = current?.from ?? cursor;
  const before = tokens.filter(({ to }) => to <= from);
  const typed = source.slice(from, cursor).replace(/^["']/, '').toLowerCase();
  const offered = expected(before, graph);
  const starting = offered.filter(({ label }) => label.toLowerCase().startsWith(typed));
  const holding =
    typed === ''
      ? []
      : offered.filter((item) => !starting.includes(item) && item.label.toLowerCase().includes(typed));
  const items = [...starting, ...holding].slice(0, mostItems);
  const done = items.length === 1 && items[0]?.label.toLowerCase() === typed && items[0].kind !== 'field';
  return { from, to: current?.to ?? cursor, items: done ? [] : items };
}

function kindTyped(kind: Token['kind']): boolean {
  return kind === 'word' || kind === 'quoted' || kind === 'and' || kind === 'or' || kind === 'not';
}

function expected(before: readonly Token[], graph: Graph): Completion[] {
  const last = before.at(-1);
  if (last === undefined || last.kind === 'and' || last.kind === 'or' || last.kind === 'not')
    return conditions(graph);
  const second = before.at(-2);
  if (last.kind === 'comparison') return second === undefined ? [] : values(second.text, graph);
  const list = listField(before);
  if (list !== null) return last.kind === 'open' || last.kind === 'comma' ? values(list, graph) : [];
  if (last.kind === 'open') return conditions(graph);
  const word = last.text.toLowerCase();
  if (last.kind === 'word' && second?.kind !== 'comparison') {
    if (word === 'is')
      return [...stateWords.keys()].map((label) => ({ kind: 'state', label, insert: `${label} ` }));
    if (word === 'has') return badgeWords.map((label) => ({ kind: 'badge', label, insert: `${label} ` }));
    if (fieldName(last.text) !== null && second?.text !== 'is' && second?.text !== 'has')
      return signs(last.text);
  }
  return ['and', 'or'].map((label) => ({ kind: 'word', label, insert: `${label} ` }));
}

/** The field of the list that is still open; null where there is none. */
function listField(before: readonly Token[]): string | null {
  const open = before.findLastIndex(({ kind }) => kind === 'open' || kind === 'close');
  if (before[open]?.kind !== 'open' || before[open - 1]?.text.toLowerCase() !== 'in') return null;
  const name = before[open - 2]?.kind === 'not' ? before[open - 3] : before[open - 2];
  return name?.text ?? null;
}

function conditions(graph: Graph): Completion[] {
  const named = [...fields.keys()].map(
    (label): Completion => ({ kind: 'field', label, insert: `${label} ` }),
  );
  const words = ['is', 'has', 'not'].map(
    (label): Completion => ({ kind: 'word', label, insert: `${label} ` }),
  );
  const names = valuesOf('name', graph).map(
    (label): Completion => ({ kind: 'name', label, insert: `${quoted(label)} ` }),
  );
  return [...named.slice(0, 9), ...words, ...named.slice(9), ...names];
}

function signs(name: string): Completion[] {
  const field = fields.get(fieldName(name) ?? '');
  const known = field?.type === 'number' ? numberComparisons : textComparisons;
  return known.map((label) => ({ kind: 'comparison', label, insert: label === 'in' ? 'in (' : `${label} ` }));
}

function values(name: string, graph: Graph): Completion[] {
  const proper = fieldName(name);
  const field = fields.get(proper ?? '');
  if (proper === null || field === undefined) return [];
  const known = field.type === 'number' ? unitExamples[field.unit] : valuesOf(proper, graph);
  return known.map((label) => ({ kind: 'value', label, insert: `${quoted(label)} ` }));
}

/** Values that occur in the graph, commonest first. */
function valuesOf(name: string, graph: Graph): string[] {
  const field = fields.get(name);
  if (field?.type !== 'text') return [];
  const around: Surroundings = {
    nodes: new Map(graph.nodes.map((node) => [node.id, node])),
    rank: () => null,
  };
  const counts = new Map<string, number>();
  const count = (found: readonly string[]) => {
    for (const value of found) counts.set(value, (counts.get(value) ?? 0) + 1);
  };
  if (field.node) for (const node of graph.nodes) if (node.kind !== 'restricted') count(field.node(node));
  if (!field.node && field.edge) for (const edge of graph.edges) count(field.edge(edge, around));
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([value]) => value);
}
