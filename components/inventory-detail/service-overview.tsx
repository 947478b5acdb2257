'use client';
/** A service at a glance: versions with shares; at the right what it is, its ports, and what was changed. */
import { useTranslations } from 'use-intl';
import type { ServiceDetail } from '#lib/api/traffic/details.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { ChangeList } from './change-list.tsx';
import styles from './detail.module.css';
import { Copyable, Facts, labelList, RailSection, Section } from './detail-parts.tsx';
import { Neighbourhood } from './neighbourhood.tsx';
import { PortsTable } from './ports-table.tsx';
import { VersionTable } from './version-table.tsx';

export function ServiceOverview({ detail }: { detail: ServiceDetail }) {
  const t = useTranslations('details');
  const format = useFormat();
  const entry = detail.kind === 'ServiceEntry';
  return (
    <div className={styles.columns}>
      <div className={styles.main}>
        {!entry && (
          <Section
            title={t('version.title')}
            note={t('traffic.window', { span: format.span(detail.windowSeconds) })}
          >
            <VersionTable detail={detail} />
          </Section>
        )}
        <Neighbourhood detail={detail} />
      </div>
      <div className={styles.rail}>
        <RailSection title={t('fact.hosts')}>
          {detail.hosts.map((host) => (
            <Copyable key={host} text={host} />
          ))}
        </RailSection>
        <RailSection title={t('fact.title')}>
          <Facts
            facts={[
              { name: t('fact.type'), value: typeText(detail, t) },
              { name: t('fact.resolution'), value: detail.resolution },
              { name: t('fact.alias'), value: detail.aliasOf },
              {
                name: t('fact.addresses'),
                value: detail.addresses.length === 0 ? null : format.list(detail.addresses),
              },
              { name: t('fact.selector'), value: labelList(detail.selector ?? {}) },
              {
                name: t('fact.exportTo'),
                value: detail.exportTo === null ? null : format.list(detail.exportTo),
              },
              {
                name: t('fact.created'),
                value:
                  detail.createdAt === null ? null : (
                    <span title={format.dateTime(detail.createdAt)}>
                      {format.age(detail.at - detail.createdAt)}
                    </span>
                  ),
              },
              { name: t('fact.labels'), value: labelList(detail.labels) },
            ]}
          />
        </RailSection>
        <RailSection title={t('port.title')}>
          <PortsTable ports={detail.ports} />
        </RailSection>
        <RailSection title={t('change.title')}>
          <ChangeList detail={detail} />
        </RailSection>
      </div>
    </div>
  );
}

type DetailsText = ReturnType<typeof useTranslations<'details'>>;

/** Words for the two locations of a ServiceEntry; Kubernetes' own types stay as they are. */
function typeText({ type }: ServiceDetail, t: DetailsText): string | null {
  if (type === '') return null;
  if (type === 'MESH_EXTERNAL') return t('fact.external');
  return type === 'MESH_INTERNAL' ? t('fact.internal') : type;
}
