'use client';
/** What an object does, the traffic it steers, what the checks found; beside it, facts and relations. */
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { ExpectationSection } from '#components/expectations/expectation-section.tsx';
import { ObjectSentences } from '#components/object-sentences/object-sentences.tsx';
import type { ConfigurationObject } from '#lib/api/configuration/configuration.ts';
import { placeOf } from '#lib/document/place.ts';
import { parseDocument } from '#lib/document/stream.ts';
import { positionOf } from '#lib/document/yaml/problem.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { ownsHosts } from '#lib/istio/expectations/keepers.ts';
import styles from './detail.module.css';
import { FindingList } from './finding-list.tsx';
import { ObjectFacts } from './object-facts.tsx';
import { RelationList } from './relation-list.tsx';
import { requestHost } from './request-host.ts';
import { SteeredTraffic } from './steered-traffic.tsx';
import { useObjectUrl } from './use-object-url.ts';

export function OverviewTab({ detail }: { detail: ConfigurationObject }) {
  const t = useTranslations('configuration.detail');
  const format = useFormat();
  const { showLine } = useObjectUrl();
  const { text, object, findings, touches, touchedBy, namespace } = detail;
  const document = useMemo(() => parseDocument(text), [text]);
  return (
    <div className={styles.columns}>
      <div className={styles.main}>
        <section className={styles.section}>
          <div className={styles.sectionHead}>
            <h2>{t('does')}</h2>
          </div>
          <ObjectSentences
            object={object}
            onPlace={(path) => {
              const place = placeOf(document, path);
              if (place !== null) showLine(positionOf(text, place.from).line);
            }}
          />
        </section>
        <SteeredTraffic detail={detail} />
        <section className={styles.section}>
          <div className={styles.sectionHead}>
            <h2>{t('checks')}</h2>
            {findings.length > 0 && <span className={styles.caption}>{format.count(findings.length)}</span>}
          </div>
          <FindingList detail={detail} />
        </section>
        {ownsHosts(detail.kind) && (
          <div className={styles.section}>
            <ExpectationSection
              of={{ kind: detail.kind, namespace, name: detail.name }}
              start={{ host: requestHost(detail.hosts, namespace) }}
            />
          </div>
        )}
      </div>
      <aside className={styles.rail} aria-label={t('about')}>
        <section className={styles.railSection}>
          <h2>{t('about')}</h2>
          <ObjectFacts detail={detail} />
        </section>
        <section className={styles.railSection}>
          <h2>{t('touches')}</h2>
          <RelationList relations={touches} home={namespace} none={t('touchesNone')} />
        </section>
        <section className={styles.railSection}>
          <h2>{t('touchedBy')}</h2>
          <RelationList relations={touchedBy} home={namespace} none={t('touchedByNone')} />
        </section>
      </aside>
    </div>
  );
}
