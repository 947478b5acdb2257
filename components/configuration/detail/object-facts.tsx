'use client';
/** What Kubernetes keeps about an object beside what it says. */
import { useTranslations } from 'use-intl';
import type { ConfigurationObject } from '#lib/api/configuration/configuration.ts';
import { valueAt } from '#lib/document/json.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { kindAt } from '#lib/istio/kinds/registry.ts';
import { useManagerTitle } from '../managed-by.tsx';
import styles from './detail.module.css';

export function ObjectFacts({ detail }: { detail: ConfigurationObject }) {
  const t = useTranslations('configuration.fact');
  const format = useFormat();
  const managerTitle = useManagerTitle();
  const { object, createdAt, changedAt, managedBy, resourceVersion, kind } = detail;
  const labels = valueAt(object, ['metadata', 'labels']);
  const pairs = Object.entries(typeof labels === 'object' && labels !== null ? labels : {});
  const documentation = kindAt(kind)?.documentation;
  const facts: [string, React.ReactNode][] = [
    [t('version'), <code key="version">{String(object.apiVersion)}</code>],
    [
      t('manager'),
      managedBy.name === null || managedBy.manager === 'other'
        ? managerTitle(managedBy)
        : t('managed', { title: managerTitle(managedBy), name: managedBy.name }),
    ],
    [t('created'), format.dateTime(createdAt)],
    [t('changed'), format.dateTime(changedAt)],
    [t('resourceVersion'), resourceVersion],
    ...(pairs.length === 0
      ? []
      : ([
          [
            t('labels'),
            pairs.map(([key, value]) => (
              <code key={key} className={styles.label}>
                {key}={String(value)}
              </code>
            )),
          ],
        ] as [string, React.ReactNode][])),
    ...(documentation === undefined
      ? []
      : ([
          [
            t('documentation'),
            <a key="documentation" href={documentation} target="_blank" rel="noopener noreferrer">
              {t(kind.endsWith('.gateway.networking.k8s.io') ? 'openGatewayApi' : 'open')}
            </a>,
          ],
        ] as [string, React.ReactNode][])),
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
