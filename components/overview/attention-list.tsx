'use client';
/** What needs attention, by harm then age as the server orders it; five, and the rest on demand. Holds still under the pointer. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useHeldOrder } from '#components/kit/use-held-order.ts';
import { useScope } from '#components/shell/use-scope.ts';
import type { Overview } from '#lib/api/traffic/overview.ts';
import { routes } from '#lib/client/address/routes.ts';
import styles from './attention.module.css';
import { AttentionRow } from './attention-row.tsx';

const shownFirst = 5;

export function AttentionList({ overview }: { overview: Overview }) {
  const t = useTranslations('overview');
  const { namespaces } = useScope();
  const [open, setOpen] = useState(false);
  const { rows, holdProps } = useHeldOrder(overview.attention, ({ id }) => id);
  const shown = open ? rows : rows.slice(0, shownFirst);
  return (
    <div className={styles.list} {...holdProps}>
      <ul>
        {shown.map((attention) => (
          <li key={attention.id} className={styles.item}>
            <AttentionRow
              attention={attention}
              href={routes.graph(
                { namespaces: namespaces === null ? [attention.namespace] : namespaces },
                attention.node,
              )}
              at={overview.at}
              rangeSeconds={overview.rangeSeconds}
            />
          </li>
        ))}
      </ul>
      {rows.length > shownFirst && (
        <button type="button" className={styles.more} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t('fewer') : t('more', { count: rows.length - shownFirst })}
        </button>
      )}
    </div>
  );
}
