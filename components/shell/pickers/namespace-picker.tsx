'use client';
/** Which namespaces the view is about: all, or some, with a filter. Kept in the URL. */
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Popover } from '#components/ui/layers/popover.tsx';
import { useFormat } from '#lib/i18n/use-format.ts';
import bar from '../frame/top-bar.module.css';
import { useScope } from '../use-scope.ts';
import styles from './picker.module.css';
import { PickerButton } from './picker-button.tsx';

function useNamespaceLabel(names: readonly string[], selected: readonly string[] | null): string {
  const t = useTranslations('shell.namespaces');
  const format = useFormat();
  if (selected === null) return t('all', { count: format.count(names.length) });
  const shown = format.list(selected.slice(0, 2));
  return selected.length <= 2 ? shown : t('some', { names: shown, more: format.count(selected.length - 2) });
}

function NamespaceList({ names }: { names: readonly string[] }) {
  const t = useTranslations('shell.namespaces');
  const { namespaces: selected, setNamespaces } = useScope();
  const [filter, setFilter] = useState('');
  // One step of the back button per opening, however many boxes were ticked.
  const stepped = useRef(false);
  const shown = names.filter((name) => name.includes(filter.trim().toLowerCase()));

  const choose = (next: readonly string[] | null) => {
    const all = next !== null && names.every((name) => next.includes(name));
    setNamespaces(all ? null : next, stepped.current ? 'replace' : 'push');
    stepped.current = true;
  };
  const toggle = (name: string) => {
    const before = selected ?? names;
    choose(before.includes(name) ? before.filter((other) => other !== name) : [...before, name]);
  };

  return (
    <>
      <div className={styles.filter}>
        <input
          className={`${styles.field} ${styles.wide}`}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
          placeholder={t('filter')}
          aria-label={t('filter')}
          autoComplete="off"
          spellCheck={false}
        />
      </div>
      <div className={`${styles.row} ${styles.all}`}>
        <label>
          <input type="checkbox" checked={selected === null} onChange={() => choose(null)} />
          <span className={styles.name}>{t('allName')}</span>
        </label>
      </div>
      <div className={styles.list}>
        {shown.map((name) => (
          <div key={name} className={styles.row}>
            <label>
              <input
                type="checkbox"
                checked={selected === null || selected.includes(name)}
                onChange={() => toggle(name)}
              />
              <span className={styles.name}>{name}</span>
            </label>
            <button
              type="button"
              className={styles.only}
              aria-label={t('selectOnly', { name })}
              onClick={() => choose([name])}
            >
              {t('only')}
            </button>
          </div>
        ))}
        {shown.length === 0 && <p className={styles.note}>{names.length === 0 ? t('empty') : t('none')}</p>}
      </div>
    </>
  );
}

export function NamespacePicker({ names }: { names: readonly string[] }) {
  const t = useTranslations('shell.namespaces');
  const { namespaces: selected } = useScope();
  const value = useNamespaceLabel(names, selected);
  return (
    <Popover
      label={t('label')}
      width={272}
      onOpen={(panel) => panel.querySelector('input')?.focus()}
      trigger={(props) => (
        <PickerButton label={t('label')} labelClassName={bar.namespacesLabel} value={value} {...props} />
      )}
    >
      {() => <NamespaceList names={names} />}
    </Popover>
  );
}
