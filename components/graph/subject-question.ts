/** A node, card, edge or box as a question of the find language: what "Find this" and "Hide this" write for the reader. */
import type { GraphNode } from '#lib/api/traffic/graph.ts';
import { quoted } from '#lib/graph/find/tokens.ts';
import type { Subject } from './subject.ts';

type Part = readonly [field: string, value: string | null];

const written = (parts: readonly Part[]) =>
  parts
    .flatMap(([field, value]) => (value === null || value === '' ? [] : `${field} = ${quoted(value)}`))
    .join(' and ');

/** Nobody can be asked for by a name that is not told. */
const nameless = (node: GraphNode) => node.kind === 'restricted' || node.kind === 'unknown';

export function questionOf(subject: Subject): string | null {
  const [first, second] = subject.nodes;
  if (!first || subject.nodes.some(nameless)) return null;
  switch (subject.kind) {
    case 'box':
      return written(
        {
          app: [['app', first.app] as const, ['namespace', first.namespace] as const],
          namespace: [['namespace', first.namespace] as const],
          cluster: [['cluster', first.cluster] as const],
        }[subject.of],
      );
    case 'card':
      return written([
        ['app', first.app ?? first.name],
        ['namespace', first.namespace],
      ]);
    case 'node':
      return written([
        ['name', first.name],
        ['version', first.version],
        ['namespace', first.namespace],
      ]);
    case 'edge':
      return second
        ? written([
            ['source', first.name],
            ['target', second.name],
          ])
        : null;
  }
}
