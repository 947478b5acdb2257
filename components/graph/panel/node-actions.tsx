'use client';
/**
 * Where a node leads: the pages that are about it, and its split. What has to be asked for first stands in a line of its own, which
 * keeps its place meanwhile: nothing below moves under the pointer.
 */
import { useTranslations } from 'use-intl';
import { SplitEntry } from '#components/shell/split-entry/split-entry.tsx';
import { SplitLink } from '#components/shell/split-entry/split-link.tsx';
import { useMayWrite } from '#components/shell/use-may-write.ts';
import { useScope } from '#components/shell/use-scope.ts';
import { ButtonLink } from '#components/ui/buttons/button-link.tsx';
import type { GraphNode } from '#lib/api/traffic/graph.ts';
import { type ObjectName, routes } from '#lib/client/address/routes.ts';
import { OpenTarget, type OpenTargetProps } from './open-target.tsx';
import styles from './side-panel.module.css';
import { TracesLink } from './traces-link.tsx';

export interface NodeActionsProps extends OpenTargetProps {
  node: GraphNode;
  service: ObjectName | null;
  /** A host outside of the mesh that can be split. */
  outside: ObjectName | null;
  /** The version that was chosen. */
  candidate: string | undefined;
  /** Its traffic is split. */
  split: boolean;
}

export function NodeActions(props: NodeActionsProps) {
  const { node, service, outside, candidate, split, ...target } = props;
  const t = useTranslations('explore');
  const { range, namespaces } = useScope();
  const mayWrite = useMayWrite((service ?? outside ?? node).namespace);
  const shift = service ?? outside;
  return (
    <>
      <div className={styles.actions}>
        {service && (
          <ButtonLink href={routes.service(service, { namespaces, range })} size="small">
            {t('objects.open')}
          </ButtonLink>
        )}
        {!target.tcp && <TracesLink node={node} at={target.at} />}
        <OpenTarget node={node} {...target} />
      </div>
      {shift && (split || mayWrite) && (
        <div className={styles.actions} data-awaited>
          {service && split && <SplitLink {...service} />}
          <SplitEntry {...shift} candidate={candidate} />
        </div>
      )}
    </>
  );
}
