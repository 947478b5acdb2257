'use client';
/** The versions of a service: what reaches each beside what its route says should (outline configured, filled observed). */
import { useTranslations } from 'use-intl';
import { ScrollRegion } from '#components/ui/page/scroll-region.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { VersionMark } from '#components/ui/states/version-mark.tsx';
import type { ServiceDetail, VersionDetail } from '#lib/api/traffic/details.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { blameOf, columnRate, isBytesOnly } from './numbers.ts';
import { WorkloadLink } from './object-links.tsx';
import styles from './tables.module.css';
import { versionRole } from './version-roles.ts';

function Bar({ share, role, configured }: { share: number; role: string; configured?: boolean }) {
  return (
    <span className={styles.bar} data-role={role} data-configured={configured} aria-hidden>
      <span style={{ width: `${share * 100}%` }} />
    </span>
  );
}

function Pods({ pods }: Pick<VersionDetail, 'pods'>) {
  const t = useTranslations('details.version');
  if (pods === null) return '–';
  return (
    <span data-state={pods.ready < pods.wanted ? 'degraded' : undefined}>
      {t('ofPods', { ready: pods.ready, wanted: pods.wanted })}
    </span>
  );
}

export function VersionTable({ detail }: { detail: ServiceDetail }) {
  const t = useTranslations('details.version');
  const states = useTranslations('common.state');
  const format = useFormat();
  const { versions, namespace } = detail;
  const names = versions.map(({ version }) => version);
  // One alone gets everything.
  const shared = versions.length > 1;
  const bytes = versions.every(({ traffic }) => traffic === null || isBytesOnly(traffic));
  if (versions.length === 0) return <p className={styles.dim}>{t('none')}</p>;
  return (
    <ScrollRegion label={t('caption')}>
      <table className={styles.table} aria-label={t('caption')}>
        <thead>
          <tr>
            <th scope="col">{t('version')}</th>
            <th scope="col" data-wide>
              {t('workload')}
            </th>
            <th scope="col" data-numeric>
              {t('pods')}
            </th>
            {shared && (
              <>
                <th scope="col">{t('shares')}</th>
                <th scope="col" data-numeric>
                  {t('configured')}
                </th>
                <th scope="col" data-numeric>
                  {t('observed')}
                </th>
              </>
            )}
            <th scope="col" data-numeric>
              {t(bytes ? 'throughput' : 'rate')}
            </th>
            {!bytes && (
              <th scope="col" data-numeric>
                {t('errors')}
              </th>
            )}
            {!bytes && (
              <th scope="col" data-numeric>
                {t('p95')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {versions.map(({ version, workloads, pods, health, traffic, observedShare, configuredShare }) => {
            const role = versionRole(names, version);
            const blame = blameOf(health);
            return (
              <tr key={version}>
                <th scope="row">
                  <span className={styles.name}>
                    <StateMark state={health.state} label={states(health.state)} size={14} />
                    {role !== null && <VersionMark role={role} />}
                    <b>{version}</b>
                  </span>
                </th>
                <td data-wide>
                  <span className={styles.several}>
                    {workloads.map((name) => (
                      <WorkloadLink key={name} namespace={namespace} name={name} />
                    ))}
                  </span>
                </td>
                <td data-numeric>
                  <Pods pods={pods} />
                </td>
                {shared && (
                  <>
                    <td>
                      <span className={styles.shares}>
                        {configuredShare !== null && (
                          <Bar share={configuredShare} role={role ?? ''} configured />
                        )}
                        <Bar share={observedShare ?? 0} role={role ?? ''} />
                      </span>
                    </td>
                    <td data-numeric>{format.percent(configuredShare, 0)}</td>
                    <td data-numeric>{format.percent(observedShare)}</td>
                  </>
                )}
                <td data-numeric>
                  {bytes
                    ? format.bytesPerSecond(traffic?.bytesPerSecond)
                    : columnRate(format, traffic?.requestsPerSecond)}
                </td>
                {!bytes && (
                  <td data-numeric data-state={blame.errors}>
                    {format.percent(traffic?.errorRatio, 2)}
                  </td>
                )}
                {!bytes && (
                  <td data-numeric data-state={blame.latency}>
                    {format.milliseconds(traffic?.p95Ms)}
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
