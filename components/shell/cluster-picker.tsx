'use client';
/** Which cluster this is, and what runs there. One cluster so far: the menu tells, it does not choose. */
import { Popover } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { queries } from '#lib/client/queries.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './picker.module.css';
import { PickerButton } from './picker-button.tsx';
import bar from './top-bar.module.css';

export function ClusterPicker({ name }: { name: string }) {
  const t = useTranslations('shell.cluster');
  const format = useFormat();
  const [opened, setOpened] = useState(false);
  const about = useQuery({ ...queries.about(), enabled: opened });
  const istio = about.data?.istio.map(({ version }) => version) ?? [];
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <PickerButton
          label={t('label')}
          className={bar.cluster}
          labelClassName={bar.clusterLabel}
          value={name}
          onClick={() => setOpened(!opened)}
        />
      </Popover.Target>
      <Popover.Dropdown w={272} aria-label={t('label')}>
        <dl className={styles.facts}>
          <dt>{t('kubernetes')}</dt>
          <dd>{about.data?.kubernetes ?? t('notKnown')}</dd>
          <dt>{t('istio')}</dt>
          <dd>{istio.length === 0 ? t('notKnown') : format.list([...new Set(istio)])}</dd>
          <dt>{t('prometheus')}</dt>
          <dd>{about.data?.prometheus ?? t('notKnown')}</dd>
        </dl>
        <p className={styles.note}>{t('only')}</p>
      </Popover.Dropdown>
    </Popover>
  );
}
