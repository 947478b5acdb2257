'use client';
/**
 * What can be done with a node: the pages that are about it, its split, and a menu of what narrows the picture. What has to be asked
 * for first stands in a line of its own, which keeps its place meanwhile: nothing below moves under the pointer.
 */
import { Ellipsis } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { SplitEntry } from '#components/shell/split-entry.tsx';
import { SplitLink } from '#components/shell/split-link.tsx';
import { useMayWrite } from '#components/shell/use-may-write.ts';
import { useScope } from '#components/shell/use-scope.ts';
import { Button } from '#components/ui/button.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { Menu } from '#components/ui/menu.tsx';
import type { GraphNode } from '#lib/api/graph.ts';
import { type ObjectName, routes } from '#lib/client/routes.ts';
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
  onAround: () => void;
  /** Null where nothing else is shown anyway. */
  onOnlyNamespace: ((namespace: string) => void) | null;
}

export function NodeActions(props: NodeActionsProps) {
  const { node, service, outside, candidate, split, onAround, onOnlyNamespace, ...target } = props;
  const t = useTranslations('explore');
  const { range, namespaces } = useScope();
  const { namespace } = node;
  const mayWrite = useMayWrite(namespace);
  const shift = service ?? outside;
  const narrowing = [
    { key: 'around', text: t('menu.around'), hint: 'N', onSelect: onAround },
    ...(namespace === '' || onOnlyNamespace === null
      ? []
      : [
          {
            key: 'only',
            text: t('menu.onlyNamespace', { namespace }),
            onSelect: () => onOnlyNamespace(namespace),
          },
        ]),
  ];
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
        <Menu
          label={t('menu.narrow')}
          width={230}
          align="end"
          trigger={(trigger) => (
            <Button {...trigger} size="small" aria-label={t('menu.narrow')} title={t('menu.narrow')}>
              <Ellipsis size={14} aria-hidden />
            </Button>
          )}
          sections={[{ entries: narrowing }]}
        />
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
