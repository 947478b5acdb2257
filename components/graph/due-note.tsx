'use client';
/** What of an element ends or goes on by itself, counting down: an injected fault, the next step of a split. */
import { useTranslations } from 'use-intl';
import { useNow } from '#components/shell/use-now.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import type { Due } from './due-of.ts';
import styles from './panel/side-panel.module.css';

export function DueNote({ due }: { due: readonly Due[] }) {
  const t = useTranslations('graph.due');
  const format = useFormat();
  const now = useNow();
  return due.map(({ what, at }) => (
    <span key={`${what} ${at}`} className={styles.due}>
      {at > now ? t(what, { span: format.span(at - now) }) : t(`${what}Over`)}
    </span>
  ));
}
