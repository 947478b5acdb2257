'use client';
/** The kinds with how many objects each has; those that the cluster lacks or that cannot be read say so below. */
import { Shapes } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import { Popover } from '#components/ui/layers/popover.tsx';
import type { KindState } from '#lib/api/configuration/configuration.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { kindName } from '#lib/istio/kinds/kind-name.ts';
import styles from './list.module.css';

export interface KindMenuProps {
  kinds: readonly KindState[];
  counts: ReadonlyMap<string, number>;
  chosen: readonly string[];
  onChoose(kinds: string[]): void;
}

export function KindMenu({ kinds, counts, chosen, onChoose }: KindMenuProps) {
  const t = useTranslations('configuration.list');
  const format = useFormat();
  const offered = kinds.filter(({ state }) => state !== 'not-served');
  const absent = kinds.filter(({ state }) => state === 'not-served');
  const [only] = chosen;
  const label =
    only === undefined
      ? t('kinds')
      : chosen.length === 1
        ? kindName(only)
        : t('someKinds', { count: chosen.length });
  return (
    <Popover
      label={t('kinds')}
      width={300}
      trigger={(props) => (
        <Button size="small" leading={<Shapes size={14} aria-hidden />} {...props}>
          {label}
        </Button>
      )}
    >
      {() => (
        <>
          <div className={styles.choices}>
            {offered.map(({ kind, state, unreadable }) => (
              <label key={kind}>
                <input
                  type="checkbox"
                  checked={chosen.includes(kind)}
                  onChange={(event) =>
                    onChoose(
                      event.currentTarget.checked ? [...chosen, kind] : chosen.filter((one) => one !== kind),
                    )
                  }
                />
                <span>{kindName(kind)}</span>
                <small>
                  {state === 'ok' ? format.count(counts.get(kind) ?? 0) : t(`kindState.${state}`)}
                  {unreadable.length > 0 && ` · ${t('notAll')}`}
                </small>
              </label>
            ))}
          </div>
          {absent.length > 0 && (
            <p className={styles.missing}>
              {t('notServed', { kinds: format.list(absent.map(({ kind }) => kindName(kind))) })}
            </p>
          )}
          <Button size="small" tone="quiet" onClick={() => onChoose([])}>
            {t('allKinds')}
          </Button>
        </>
      )}
    </Popover>
  );
}
