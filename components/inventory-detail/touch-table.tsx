'use client';
/** The configuration that touches the subject, and why it does. */
import { useTranslations } from 'use-intl';
import { ScrollRegion } from '#components/ui/page/scroll-region.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { Touch } from '#lib/api/traffic/details.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import type { Detail } from './detail-header.tsx';
import { ConfigurationLink } from './object-links.tsx';
import styles from './tables.module.css';

/** Of a workload only those that it is in: that the others have none of its pods is no fault. */
function Subsets({ subsets, ofWorkload }: Pick<Touch, 'subsets'> & { ofWorkload: boolean }) {
  const t = useTranslations('details.touch');
  return (
    <span className={styles.several}>
      {subsets
        .filter(({ pods }) => pods > 0 || !ofWorkload)
        .map(({ name, pods }) => (
          <span key={name} data-state={pods === 0 ? 'degraded' : undefined}>
            {pods === 0 && <StateMark state="degraded" size={12} />} {t('subset', { name, pods })}
          </span>
        ))}
    </span>
  );
}

/** What the object says, in one line. */
function Gist({ touch, ofWorkload }: { touch: Touch; ofWorkload: boolean }) {
  const t = useTranslations('details.touch');
  const format = useFormat();
  const { kind, hosts, gateways, subsets, mode } = touch;
  if (subsets.length > 0) return <Subsets subsets={subsets} ofWorkload={ofWorkload} />;
  if (mode !== null) return <span className={styles.code}>{mode}</span>;
  if (hosts.length === 0) return null;
  const bound = gateways.filter((name) => name !== 'mesh');
  return (
    <>
      <span className={styles.code}>{format.list(hosts)}</span>
      {kind === 'VirtualService' && bound.length > 0 && (
        <span className={styles.dim}>
          {' '}
          {gateways.includes('mesh')
            ? t('atGatewaysAndMesh', { gateways: format.list(bound) })
            : t('atGateways', { gateways: format.list(bound) })}
        </span>
      )}
    </>
  );
}

export function TouchTable({ detail }: { detail: Detail }) {
  const t = useTranslations('details.touch');
  const format = useFormat();
  const { configuration, unreadable, namespace } = detail;
  const ofWorkload = detail.kind !== 'Service' && detail.kind !== 'ServiceEntry';
  return (
    <>
      {configuration.length === 0 ? (
        <p className={styles.dim}>{t(unreadable.length > 0 ? 'noneReadable' : 'none')}</p>
      ) : (
        <ScrollRegion label={t('caption')}>
          <table className={styles.table} aria-label={t('caption')}>
            <thead>
              <tr>
                <th scope="col">{t('kind')}</th>
                <th scope="col">{t('name')}</th>
                <th scope="col">{t('namespace')}</th>
                <th scope="col">{t('why')}</th>
                <th scope="col" data-wide>
                  {t('says')}
                </th>
                <th scope="col" data-numeric>
                  {t('changed')}
                </th>
              </tr>
            </thead>
            <tbody>
              {configuration.map((touch) => (
                <tr key={`${touch.kind}/${touch.namespace}/${touch.name}`}>
                  <td className={styles.dim}>{touch.kind}</td>
                  <th scope="row">
                    <span className={styles.name}>
                      <ConfigurationLink {...touch} />
                    </span>
                  </th>
                  <td className={styles.dim}>{touch.namespace}</td>
                  <td>
                    {t(`reason.${touch.reason}`)}
                    {touch.workloads.length > 0 && (
                      <span className={styles.dim}> · {format.list(touch.workloads)}</span>
                    )}
                  </td>
                  <td data-wide title={format.list(touch.hosts)}>
                    <Gist touch={touch} ofWorkload={ofWorkload} />
                  </td>
                  <td data-numeric className={styles.dim}>
                    {touch.changedAt === null ? '' : format.age(detail.at - touch.changedAt)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
      {unreadable.length > 0 && (
        <p className={styles.small} style={{ marginTop: 10 }}>
          {t('unreadable', { kinds: format.list(unreadable), namespace })}
        </p>
      )}
    </>
  );
}
