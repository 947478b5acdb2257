'use client';
/** Ports, and what Istio takes them for. A port that is sniffed is marked: naming it spares the guess. */
import { useTranslations } from 'use-intl';
import { classNames } from '#components/ui/class-names.ts';
import type { Port } from '#lib/api/traffic/details.ts';
import styles from './tables.module.css';

export function PortsTable({ ports }: { ports: readonly Port[] }) {
  const t = useTranslations('details.port');
  if (ports.length === 0) return <p className={styles.dim}>{t('none')}</p>;
  return (
    <table className={classNames(styles.table, styles.narrow)} aria-label={t('caption')}>
      <thead>
        <tr>
          <th scope="col">{t('port')}</th>
          <th scope="col">{t('target')}</th>
          <th scope="col">{t('protocol')}</th>
          <th scope="col" data-wide>
            {t('detected')}
          </th>
        </tr>
      </thead>
      <tbody>
        {ports.map(({ number, name, targetPort, protocol, detectedBy }) => (
          <tr key={number}>
            <th scope="row">
              {number} <span className={styles.small}>{name}</span>
            </th>
            <td>{targetPort}</td>
            <td>{protocol === 'auto' ? t('auto') : protocol}</td>
            <td data-wide className={styles.small} title={t(`by.${detectedBy}`)}>
              {t(`by.${detectedBy}`)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
