'use client';
/** Verbs by kind: what is allowed, what is not, and what no feature uses. */
import { useTranslations } from 'use-intl';
import { PlainTable } from '#components/ui/page/plain-table.tsx';
import { VisuallyHidden } from '#components/ui/states/visually-hidden.tsx';
import type { Question } from '#lib/access/permissions.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './access.module.css';
import { AnswerMark } from './answer-mark.tsx';
import { resourceName } from './right-names.ts';

export interface ShownRight extends Question {
  allowed: boolean;
  /** Only objects of these names. */
  names?: readonly string[] | null;
}

const verbs = ['get', 'list', 'create', 'update', 'patch', 'delete', 'approve'];

export function RightTable({ label, rights }: { label: string; rights: readonly ShownRight[] }) {
  const t = useTranslations('access');
  const format = useFormat();
  const rows = Map.groupBy(rights, ({ group, resource }) => `${group}/${resource}`);
  return (
    <PlainTable
      title={label}
      className={styles.table}
      narrow
      heads={
        <>
          <th>{t('own.kind')}</th>
          {verbs.map((verb) => (
            <th key={verb} className={styles.verb} translate="no">
              {verb}
            </th>
          ))}
        </>
      }
    >
      {[...rows].map(([key, some]) => {
        const [first] = some;
        return (
          <tr key={key}>
            <th scope="row" translate="no">
              {first === undefined ? key : resourceName(first)}
              {first?.group !== '' && <span className={styles.group}>{first?.group}</span>}
            </th>
            {verbs.map((verb) => {
              const right = some.find((one) => one.verb === verb);
              const isPart = right?.names != null && right.names.length > 0;
              return (
                <td
                  key={verb}
                  className={styles.verb}
                  title={isPart ? format.list(right.names ?? []) : undefined}
                >
                  {right === undefined ? (
                    <VisuallyHidden>{t('own.notAsked')}</VisuallyHidden>
                  ) : (
                    <AnswerMark bare state={isPart ? 'some' : right.allowed ? 'all' : 'none'} />
                  )}
                  {isPart && (
                    <span className={styles.names}>
                      {t('who.only', { names: format.list((right.names ?? []).slice(0, 3)) })}
                    </span>
                  )}
                </td>
              );
            })}
          </tr>
        );
      })}
    </PlainTable>
  );
}
