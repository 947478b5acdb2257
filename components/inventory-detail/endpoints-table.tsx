'use client';
/** What answers behind a service. */
import { useTranslations } from 'use-intl';
import { ScrollRegion } from '#components/ui/page/scroll-region.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { VersionMark } from '#components/ui/states/version-mark.tsx';
import type { ServiceDetail } from '#lib/api/traffic/details.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { WorkloadLink } from './object-links.tsx';
import styles from './tables.module.css';
import { useFirst } from './use-first.tsx';
import { versionRole } from './version-roles.ts';

export function EndpointsTable({ detail }: { detail: ServiceDetail }) {
  const t = useTranslations('details.endpoint');
  const format = useFormat();
  const { endpoints, namespace } = detail;
  const { shown, more } = useFirst(endpoints);
  const zoned = endpoints.some(({ zone }) => zone !== null);
  const versions = detail.versions.map(({ version }) => version);
  if (endpoints.length === 0) {
    return <p className={styles.dim}>{t(detail.kind === 'ServiceEntry' ? 'noneOfEntry' : 'none')}</p>;
  }
  return (
    <>
      <ScrollRegion label={t('caption')}>
        <table className={styles.table} aria-label={t('caption')}>
          <thead>
            <tr>
              <th scope="col">{t('address')}</th>
              <th scope="col">{t('ports')}</th>
              <th scope="col" data-wide>
                {t('behind')}
              </th>
              <th scope="col">{t('workload')}</th>
              <th scope="col">{t('version')}</th>
              <th scope="col">{t('node')}</th>
              {zoned && <th scope="col">{t('zone')}</th>}
            </tr>
          </thead>
          <tbody>
            {shown.map((endpoint) => {
              const { address, ports, ready, source, name, workload, version, node, zone } = endpoint;
              const role = version === null ? null : versionRole(versions, version);
              return (
                <tr key={`${source} ${address} ${name}`}>
                  <th scope="row">
                    <span className={styles.name}>
                      <StateMark
                        state={ready ? 'healthy' : 'degraded'}
                        label={t(ready ? 'ready' : 'notReady')}
                        size={13}
                      />
                      <span className={styles.code}>{address}</span>
                    </span>
                  </th>
                  <td className={styles.code}>{format.list(ports.map(String))}</td>
                  <td data-wide title={name ?? undefined}>
                    {name}{' '}
                    <span className={styles.small}>{source === 'pod' ? '' : t(`source.${source}`)}</span>
                  </td>
                  <td>{workload !== null && <WorkloadLink namespace={namespace} name={workload} />}</td>
                  <td>
                    <span className={styles.name}>
                      {role !== null && <VersionMark role={role} />}
                      {version}
                    </span>
                  </td>
                  <td className={styles.dim}>{node}</td>
                  {zoned && <td className={styles.dim}>{zone}</td>}
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollRegion>
      {more}
    </>
  );
}
