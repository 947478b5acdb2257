'use client';
/** A revision in words: who, what happened, what it did to the fields. */
import { useTranslations } from 'use-intl';
import type { RevisionEntry } from '#lib/api/configuration/history.ts';
import { useFormat } from '#lib/i18n/use-format.ts';

export interface RevisionWords {
  /** A person, or else the manager; null when nothing tells. */
  who: string | null;
  /** The manager beside a person. */
  through: string | null;
  operation: string;
  summary: string;
}

export function useRevisionWords(): (revision: RevisionEntry) => RevisionWords {
  const t = useTranslations('history');
  const format = useFormat();
  return ({ user, manager, operation, summary }) => {
    const { paths } = summary;
    const first = format.list(paths.slice(0, 2));
    const rest = paths.length > 2 ? t('sum.more', { count: paths.length - 2 }) : '';
    return {
      who: user ?? manager,
      through: user === null || manager === null ? null : t('through', { manager }),
      operation: t(`operation.${operation}`),
      summary:
        operation !== 'changed'
          ? t(`sum.${operation}`)
          : first === ''
            ? t('sum.none')
            : [first, rest].filter((part) => part !== '').join(' '),
    };
  };
}
