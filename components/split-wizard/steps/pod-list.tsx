'use client';
/** The pods of a service that cannot be split: what they are, so that one sees what they lack. */
import { useTranslations } from 'use-intl';
import { ScrollRegion } from '#components/ui/page/scroll-region.tsx';
import type { SplitWorld } from '#lib/api/splits/split-world.ts';
import styles from '../form.module.css';

export function PodList({ world }: { world: SplitWorld }) {
  const t = useTranslations('wizard');
  const rows = [...world.versions.flatMap(({ pods }) => pods), ...world.unversioned];
  if (rows.length === 0) return null;
  const label = t('service.pods', { service: world.service.name });
  return (
    <ScrollRegion label={label}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{label}</th>
            <th scope="col">{t('versions.version')}</th>
            <th scope="col">{t('versions.image')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((pod) => (
            <tr key={pod.name}>
              <th scope="row">{pod.name}</th>
              <td>
                {Object.entries(pod.labels)
                  .map(([name, value]) => `${name}=${value}`)
                  .join(', ') || '–'}
              </td>
              <td className={styles.image} title={pod.images.join(', ')}>
                {pod.images.join(', ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
