'use client';
/** The subject in the middle of those that call it and those that it calls; a click leads to their pages. */
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { cardId } from '#components/mesh-drawing/canvas-mapping.ts';
import { drawWhole } from '#components/mesh-drawing/drawing.ts';
import { useFoldWords } from '#components/mesh-drawing/use-fold-words.ts';
import { useGraphWords } from '#components/mesh-drawing/use-graph-words.ts';
import { useProblemText } from '#components/shell/notes/query-problem.tsx';
import { useScope } from '#components/shell/use-scope.ts';
import type { Graph, GraphNode } from '#lib/api/traffic/graph.ts';
import { routes } from '#lib/client/address/routes.ts';
import { pageRanges, type Scope } from '#lib/client/address/scope.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './detail.module.css';
import type { Detail } from './detail-header.tsx';
import { Section } from './detail-parts.tsx';
import { neighboursOf, pictureHeight } from './neighbours.ts';

const NeighbourhoodMap = dynamic(
  () => import('./neighbourhood-map.tsx').then((module) => module.NeighbourhoodMap),
  { ssr: false },
);

/** A row of a card is a workload, a card the service before it. */
function pageOf(graph: Graph, id: string, scope: Partial<Scope>): string | null {
  const node = graph.nodes.find((one) => one.id === id);
  const members = graph.nodes.filter(({ group }) => group !== null && cardId(group) === id);
  const [first] = node === undefined ? members : [node];
  if (first === undefined || first.namespace === '') return null;
  const { namespace, service, workload, name, kind } = first;
  if (kind === 'service-entry') return routes.service({ namespace, name }, scope);
  const isRow = node !== undefined && node.group !== null;
  if (service !== null && !isRow) return routes.service({ namespace, name: service }, scope);
  return workload === null ? null : routes.workload({ namespace, name: workload }, scope);
}

/** What stands for the subject: its node, or the card of all its versions. */
function subjectOf(nodes: readonly GraphNode[]): string | null {
  const [first, ...others] = nodes;
  if (first === undefined) return null;
  return others.length > 0 && first.group !== null ? cardId(first.group) : first.id;
}

export function Neighbourhood({ detail }: { detail: Detail }) {
  const t = useTranslations('details.neighbours');
  const problem = useProblemText();
  const words = useGraphWords();
  const foldWords = useFoldWords('versioned-app');
  const format = useFormat();
  const router = useRouter();
  const { namespaces, range } = useScope();
  const query = useQuery(
    queries.graph({
      namespaces: [detail.namespace],
      type: 'versioned-app',
      serviceNodes: false,
      window: range ?? pageRanges.services.fallback,
      at: null,
    }),
  );
  const graph = query.isPlaceholderData ? undefined : query.data;
  const centre = detail.nodes.join('\n');
  const shown = useMemo(
    () => (graph === undefined ? null : neighboursOf(graph, centre.split('\n'))),
    [graph, centre],
  );
  const model = useMemo(
    () => (shown === null ? null : drawWhole(shown.graph, 'rate-errors', words, foldWords)),
    [shown, words, foldWords],
  );
  const own = shown?.graph.nodes.filter(({ id }) => detail.nodes.includes(id)) ?? [];
  const open = (id: string) => {
    const href = shown === null ? null : pageOf(shown.graph, id, { namespaces, range });
    if (href !== null) router.push(href);
  };
  return (
    <Section
      title={t('title')}
      note={shown !== null && shown.more > 0 ? t('more', { count: shown.more }) : undefined}
    >
      {query.isError && graph === undefined ? (
        <p className={styles.none}>{problem(query.error)}</p>
      ) : shown !== null && own.length === 0 ? (
        <p className={styles.none}>{t('none')}</p>
      ) : shown !== null && shown.graph.edges.length === 0 ? (
        <p className={styles.none}>{t('quiet', { span: format.span(detail.windowSeconds) })}</p>
      ) : (
        <div
          className={styles.picture}
          style={{ height: shown === null ? undefined : pictureHeight(shown.graph, detail.nodes) }}
        >
          {model !== null && (
            <NeighbourhoodMap
              model={model}
              picture={`around|${detail.cluster}|${detail.namespace}/${detail.name}`}
              subject={subjectOf(own)}
              onOpen={open}
            />
          )}
        </div>
      )}
    </Section>
  );
}
