'use client';
/** Each subject that may do it: how far, where, and by which binding. */
import { useTranslations } from 'use-intl';
import { PlainTable } from '#components/ui/page/plain-table.tsx';
import { subjectKey } from '#lib/access/rbac/subject.ts';
import type { Who } from '#lib/api/access/access.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from '../access.module.css';
import { BindingName, bindingKey } from '../binding-name.tsx';
import { SubjectName } from '../subject-name.tsx';
import { useRightText } from '../use-right-text.ts';

type Holder = Who['holders'][number];

const shownNames = 3;

function Extent({ holder }: { holder: Holder }) {
  const t = useTranslations('access.who');
  const format = useFormat();
  const rightText = useRightText();
  if (holder.complete) return t('everything');
  const whole = holder.holds.filter(({ names }) => names === null);
  const named = Map.groupBy(
    holder.holds.filter(({ names }) => names !== null),
    ({ names }) => (names ?? []).join(' '),
  );
  return (
    <>
      {whole.length > 0 && <span className={styles.line}>{rightText(whole)}</span>}
      {[...named].map(([key, some]) => (
        <span key={key} className={styles.line}>
          {rightText(some)}{' '}
          <span className={styles.dim}>
            {t('only', { names: format.list((some[0]?.names ?? []).slice(0, shownNames)) })}
          </span>
        </span>
      ))}
    </>
  );
}

export function HolderTable({ holders, label }: { holders: readonly Holder[]; label: string }) {
  const t = useTranslations('access.who');
  return (
    <PlainTable
      title={label}
      className={styles.table}
      heads={
        <>
          <th>{t('subject')}</th>
          <th>{t('may')}</th>
          <th>{t('where')}</th>
          <th>{t('through')}</th>
        </>
      }
    >
      {holders.map((holder) => (
        <tr key={subjectKey(holder.subject)}>
          <th scope="row">
            <SubjectName subject={holder.subject} />
          </th>
          <td>
            <Extent holder={holder} />
          </td>
          <td className={styles.nowrap}>{holder.everywhere ? t('everywhere') : t('here')}</td>
          <td>
            {holder.through.map((binding) => (
              <BindingName key={bindingKey(binding)} binding={binding} />
            ))}
          </td>
        </tr>
      ))}
    </PlainTable>
  );
}
