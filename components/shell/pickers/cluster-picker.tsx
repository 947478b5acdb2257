'use client';
/** Which cluster this is, and what runs there. One cluster so far: the menu tells, it does not choose. */
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { Popover } from '#components/ui/layers/popover.tsx';
import { queries } from '#lib/client/queries/queries.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import bar from '../frame/top-bar.module.css';
import styles from './picker.module.css';
import { PickerButton } from './picker-button.tsx';

function ClusterFacts() {
  const t = useTranslations('shell.cluster');
  const format = useFormat();
  const about = useQuery(queries.about());
  const istio = about.data?.istio.map(({ version }) => version) ?? [];
  return (
    <>
      <dl className={styles.facts}>
        <dt>{t('kubernetes')}</dt>
        <dd>{about.data?.kubernetes ?? t('notKnown')}</dd>
        <dt>{t('istio')}</dt>
        <dd>{istio.length === 0 ? t('notKnown') : format.list([...new Set(istio)])}</dd>
        <dt>{t('prometheus')}</dt>
        <dd>{about.data?.prometheus ?? t('notKnown')}</dd>
      </dl>
      <p className={styles.note}>{t('only')}</p>
    </>
  );
}

export function ClusterPicker({ name }: { name: string }) {
  const t = useTranslations('shell.cluster');
  return (
    <Popover
      label={t('label')}
      width={272}
      trigger={(props) => (
        <PickerButton
          label={t('label')}
          className={bar.cluster}
          labelClassName={bar.clusterLabel}
          value={name}
          {...props}
        />
      )}
    >
      {() => <ClusterFacts />}
    </Popover>
  );
}
