'use client';
/** The objects behind a node: its services and workloads with their pages, and the VirtualServices that speak for it. */
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useScope } from '#components/shell/use-scope.ts';
import type { GraphEdge, GraphNode } from '#lib/api/traffic/graph.ts';
import { routes } from '#lib/client/address/routes.ts';
import { PanelSection } from '../panel-frame.tsx';
import styles from '../side-panel.module.css';
import { objectsOf } from './node-objects.ts';
import { RuleRows } from './rule-rows.tsx';

export interface ObjectListProps {
  nodes: readonly GraphNode[];
  /** What arrives. */
  edges: readonly GraphEdge[];
}

export function ObjectList({ nodes, edges }: ObjectListProps) {
  const t = useTranslations('explore.objects');
  const { namespaces, range } = useScope();
  const scope = { namespaces, range };
  const services = objectsOf(nodes, 'service').map((object) => ({
    ...object,
    kind: 'Service',
    href: routes.service(object, scope),
  }));
  const workloads = objectsOf(nodes, 'workload').map((object) => ({
    ...object,
    kind: t('workload'),
    href: routes.workload(object, scope),
  }));
  const rules = [...new Set(edges.flatMap(({ routedBy = [] }) => routedBy))].sort();
  const count = services.length + workloads.length + rules.length;
  if (count === 0) return null;
  return (
    <PanelSection title={t('title')} note={count}>
      <ul className={styles.objects}>
        {[...services, ...workloads].map(({ kind, namespace, name, href }) => (
          <li key={href}>
            <span className={styles.kind}>{kind}</span>
            <Link href={href} className={styles.cut} title={`${namespace}/${name}`}>
              {name}
            </Link>
          </li>
        ))}
        <RuleRows names={rules} />
      </ul>
    </PanelSection>
  );
}
