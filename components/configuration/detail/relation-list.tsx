'use client';
/** Objects, services and workloads that an object touches or is touched by, each with its page and with why. */
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useScope } from '#components/shell/use-scope.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import type { Relation } from '#lib/api/configuration/configuration.ts';
import { routes } from '#lib/client/address/routes.ts';
import { kindName } from '#lib/istio/kinds/kind-name.ts';
import { kindAt } from '#lib/istio/kinds/registry.ts';
import styles from './detail.module.css';

const first = 8;

export interface RelationListProps {
  relations: readonly Relation[];
  /** Namespace that goes without saying. */
  home: string;
  none: string;
}

export function RelationList({ relations, home, none }: RelationListProps) {
  const t = useTranslations('configuration.detail');
  const reasons = useTranslations('configuration.reason');
  const { namespaces, range } = useScope();
  const [all, setAll] = useState(false);
  if (relations.length === 0) return <p className={styles.none}>{none}</p>;
  const scope = { namespaces, range };
  const addressOf = ({ what, kind, namespace, name }: Relation): string | null => {
    if (what === 'service') return routes.service({ namespace, name }, scope);
    if (what === 'workload') return routes.workload({ namespace, name }, scope);
    if (kind === null || kindAt(kind) === undefined) return null;
    return routes.configurationObject({ kind, namespace, name }, scope);
  };
  const shown = all ? relations : relations.slice(0, first);
  return (
    <>
      <ul className={styles.relations}>
        {shown.map((relation) => {
          const { what, kind, namespace, name, reason } = relation;
          const href = addressOf(relation);
          const title = namespace === home ? name : `${namespace}/${name}`;
          return (
            <li key={`${what}/${kind}/${namespace}/${name}/${reason}`}>
              <span className={styles.caption}>{kind === null ? t('workload') : kindName(kind)}</span>
              {href === null ? (
                <span className={styles.name}>{title}</span>
              ) : (
                <Link href={href} prefetch={false} className={styles.name}>
                  {title}
                </Link>
              )}
              <span className={styles.caption}>{reasons(reason)}</span>
            </li>
          );
        })}
      </ul>
      {relations.length > shown.length && (
        <Button size="small" onClick={() => setAll(true)}>
          {t('showMore', { count: relations.length - shown.length })}
        </Button>
      )}
    </>
  );
}
