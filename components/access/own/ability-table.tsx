'use client';
/** What people do with the console, whether the reader may, and what Kubernetes would have to allow as well. */
import { useTranslations } from 'use-intl';
import { ScrollRegion } from '#components/ui/scroll-region.tsx';
import { VisuallyHidden } from '#components/ui/visually-hidden.tsx';
import type { Access } from '#lib/api/access.ts';
import styles from '../access.module.css';
import { AnswerMark } from '../answer-mark.tsx';
import { useRightText } from '../use-right-text.ts';

export function AbilityTable({ abilities }: Pick<Access, 'abilities'>) {
  const t = useTranslations('access');
  const rightText = useRightText();
  return (
    <ScrollRegion label={t('own.abilities')}>
      <table className={styles.table}>
        <caption>
          <VisuallyHidden>{t('own.abilities')}</VisuallyHidden>
        </caption>
        <thead>
          <tr>
            <th>{t('own.ability')}</th>
            <th style={{ width: 96 }}>{t('own.answer')}</th>
            <th>{t('own.missing')}</th>
          </tr>
        </thead>
        <tbody>
          {abilities.map(({ id, state, missing }) => (
            <tr key={id} data-ability={id}>
              <th scope="row">
                <span className={styles.name}>{t(`ability.${id}`)}</span>
                <span className={styles.dim}>{t(`abilityDetail.${id}`)}</span>
              </th>
              <td>
                <AnswerMark state={state} />
              </td>
              <td className={styles.missing}>{missing.length > 0 && rightText(missing)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
