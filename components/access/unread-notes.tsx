'use client';
/** Which lists the reader may not read, and what is missing because of it: an answer in part says so. */
import { useTranslations } from 'use-intl';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { Who } from '#lib/api/access/access.ts';
import styles from './access.module.css';

export function UnreadNotes({ unread }: Pick<Who, 'unread'>) {
  const t = useTranslations('access.unread');
  return (
    <>
      {unread.map((list) => (
        <span key={list} className={styles.partial}>
          <StateMark state="degraded" size={14} />
          {t(list)}
        </span>
      ))}
    </>
  );
}
