'use client';
/** Pods with the state of their proxies. */
import { useTranslations } from 'use-intl';
import { useNow } from '#components/shell/use-now.ts';
import { classNames } from '#components/ui/class-names.ts';
import { ScrollRegion } from '#components/ui/page/scroll-region.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { PodDetail, ProxyState } from '#lib/api/traffic/details.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { PodLink, WorkloadLink } from './object-links.tsx';
import styles from './tables.module.css';
import { useFirst } from './use-first.tsx';

function ProxyCell({ proxy }: { proxy: ProxyState }) {
  const t = useTranslations('details.proxy');
  const { mode, missing, optedOut, ready, version, controlPlaneVersion, nextRevision, restartNeeded } = proxy;
  const problem = missing
    ? t('missing')
    : ready === false
      ? t('notReady')
      : nextRevision !== null
        ? t('restartRevision', { revision: nextRevision })
        : restartNeeded
          ? t('restart', { version: controlPlaneVersion ?? '' })
          : null;
  return (
    <span className={styles.proxy}>
      {problem !== null && <StateMark state="degraded" size={13} />}
      <span>
        {missing ? null : optedOut ? t('optedOut') : t(mode)}
        {version !== null && <span className={styles.dim}> {version}</span>}
        {problem !== null && (
          <span data-state="degraded">
            {missing ? '' : ' · '}
            {problem}
          </span>
        )}
      </span>
    </span>
  );
}

export function PodsTable({ pods, namespace }: { pods: readonly PodDetail[]; namespace: string }) {
  const t = useTranslations('details.pod');
  const format = useFormat();
  const now = useNow(5000);
  const { shown, more } = useFirst(pods);
  const severalWorkloads = new Set(pods.map(({ workload }) => workload)).size > 1;
  if (pods.length === 0) return <p className={styles.dim}>{t('none')}</p>;
  return (
    <>
      <ScrollRegion label={t('caption')}>
        <table className={classNames(styles.table, styles.pods)} aria-label={t('caption')}>
          <thead>
            <tr>
              <th scope="col" data-wide>
                {t('name')}
              </th>
              {severalWorkloads && <th scope="col">{t('workload')}</th>}
              <th scope="col">{t('status')}</th>
              <th scope="col" data-numeric>
                {t('containers')}
              </th>
              <th scope="col" data-numeric>
                {t('restarts')}
              </th>
              <th scope="col" data-numeric>
                {t('age')}
              </th>
              <th scope="col">{t('proxy')}</th>
              <th scope="col">{t('address')}</th>
              <th scope="col">{t('node')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((pod) => (
              <tr key={pod.name}>
                <th scope="row" data-wide>
                  <span className={styles.name}>
                    <StateMark
                      state={pod.ready ? 'healthy' : 'degraded'}
                      label={t(pod.ready ? 'ready' : 'notReady')}
                      size={13}
                    />
                    <PodLink namespace={namespace} workload={pod.workload} name={pod.name} />
                  </span>
                </th>
                {severalWorkloads && (
                  <td>
                    <WorkloadLink namespace={namespace} name={pod.workload} />
                  </td>
                )}
                <td data-state={pod.ready ? undefined : 'degraded'}>{pod.status}</td>
                <td data-numeric>{t('ofContainers', { ready: pod.readyContainers, all: pod.containers })}</td>
                <td data-numeric data-state={pod.restarts > 0 ? 'degraded' : undefined}>
                  {format.count(pod.restarts)}
                </td>
                <td data-numeric>{format.span(pod.startedAt === null ? null : now - pod.startedAt)}</td>
                <td>
                  <ProxyCell proxy={pod.proxy} />
                </td>
                <td className={styles.code}>{pod.address ?? ''}</td>
                <td className={styles.dim}>{pod.node ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {more}
      {pods.some(({ proxy }) => proxy.mode !== 'none') && <p className={styles.dim}>{t('sync')}</p>}
    </>
  );
}
