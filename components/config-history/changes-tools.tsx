'use client';
/** Above the changes: words, kind and operation that filter them, and how far they go back. */
import { ChevronDown } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { FilterBox } from '#components/kit/data-table/filter-box.tsx';
import { Button } from '#components/ui/buttons/button.tsx';
import { Segments } from '#components/ui/buttons/segments.tsx';
import { Menu } from '#components/ui/layers/menu.tsx';
import type { RevisionEntry } from '#lib/api/configuration/history.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { kindAt, kindId, kinds } from '#lib/istio/kinds/registry.ts';
import { shownOperations } from './change-filter.ts';
import styles from './changes.module.css';
import frame from './history.module.css';
import { ranges, useChangesUrl } from './use-changes-url.ts';

/** Two groups have a kind Gateway. */
function kindText(id: string): string {
  const kind = kindAt(id);
  if (kind === undefined) return id;
  const isShared = Object.values(kinds).filter((one) => one.kind === kind.kind).length > 1;
  return isShared ? `${kind.kind} (${kind.group})` : kind.kind;
}

export function ChangesTools({ changes, shown }: { changes: readonly RevisionEntry[]; shown: number }) {
  const t = useTranslations('history');
  const format = useFormat();
  const [url, setUrl] = useChangesUrl();
  const present = new Set(changes.map(({ kind }) => kind));
  const ids = Object.values(kinds)
    .map(kindId)
    .filter((id) => present.has(id) || id === url.kind);
  const any = t('changes.any');
  return (
    <div className={styles.tools}>
      <FilterBox
        value={url.q}
        label={t('changes.filter')}
        placeholder={t('changes.placeholder')}
        onChange={(q) => void setUrl({ q: q === '' ? null : q })}
      />
      <Menu
        label={t('changes.kind')}
        width={260}
        trigger={(props) => (
          <Button {...props} size="small">
            {url.kind === null ? t('changes.anyKind') : kindText(url.kind)}
            <ChevronDown size={14} aria-hidden />
          </Button>
        )}
        sections={[
          {
            entries: [null, ...ids].map((id) => ({
              key: id ?? '',
              text: id === null ? t('changes.anyKind') : kindText(id),
              checked: url.kind === id,
              onSelect: () => void setUrl({ kind: id }),
            })),
          },
        ]}
      />
      <Segments
        label={t('changes.operation')}
        value={url.operation ?? 'any'}
        onChange={(value) => void setUrl({ operation: value === 'any' ? null : value })}
        options={[
          { value: 'any', name: any },
          ...shownOperations.map((value) => ({ value, name: t(`operation.${value}`) })),
        ]}
      />
      <span className={frame.quiet} role="status">
        {shown === changes.length
          ? t('changes.count', { count: changes.length })
          : t('changes.some', { shown: format.count(shown), count: changes.length })}
      </span>
      <span className={frame.gap} />
      <Segments
        label={t('changes.range')}
        value={url.since}
        onChange={(since) => void setUrl({ since })}
        options={ranges.map((value) => ({ value, name: t(`changes.ranges.${value}`) }))}
      />
    </div>
  );
}
