'use client';
/** What people do with the console, whether the reader may, and what Kubernetes would have to allow as well. */
import { useTranslations } from 'use-intl';
import { classNames } from '#components/ui/class-names.ts';
import { PlainTable } from '#components/ui/page/plain-table.tsx';
import type { Access } from '#lib/api/access/access.ts';
import styles from '../access.module.css';
import { AnswerMark } from '../answer-mark.tsx';
import { useRightText } from '../use-right-text.ts';

export function AbilityTable({ abilities }: Pick<Access, 'abilities'>) {
  const t = useTranslations('access');
  const rightText = useRightText();
  return (
    <PlainTable
      title={t('own.abilities')}
      className={styles.table}
      heads={
        <>
          <th>{t('own.ability')}</th>
          <th className={styles.detail}>{t('own.detail')}</th>
          <th>{t('own.answer')}</th>
          <th>{t('own.missing')}</th>
        </>
      }
    >
      {abilities.map(({ id, state, missing }) => (
        <tr key={id} data-ability={id}>
          <th scope="row">
            <span className={styles.name}>{t(`ability.${id}`)}</span>
          </th>
          <td className={classNames(styles.missing, styles.detail)}>{t(`abilityDetail.${id}`)}</td>
          <td>
            <AnswerMark state={state} />
          </td>
          <td className={styles.missing}>{missing.length > 0 && rightText(missing)}</td>
        </tr>
      ))}
    </PlainTable>
  );
}
