'use client';
/** Finds any page, action or object; a combobox with a list, worked by keyboard alone (WAI-ARIA combobox pattern). */
import { useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Dialog } from '#components/ui/layers/dialog.tsx';
import { Kbd } from '#components/ui/states/kbd.tsx';
import { queries } from '#lib/client/queries/queries.ts';
import styles from './palette.module.css';
import {
  matching,
  type PaletteEntry,
  useObjectEntries,
  usePageEntries,
  usePaletteCommands,
  useSplitEntries,
} from './palette-entries.ts';
import { paletteNote } from './palette-note.ts';

/** Typing is not asked for letter by letter. */
const askAfterMs = 150;

function Option({
  entry,
  id,
  selected,
  onRun,
  onPoint,
}: {
  entry: PaletteEntry;
  id: string;
  selected: boolean;
  onRun: () => void;
  onPoint: () => void;
}) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the combobox, which keeps the focus
    <div
      role="option"
      id={id}
      tabIndex={-1}
      aria-selected={selected}
      className={styles.option}
      onClick={onRun}
      onPointerMove={onPoint}
      ref={selected ? (node) => node?.scrollIntoView({ block: 'nearest' }) : undefined}
    >
      <entry.icon size={15} strokeWidth={1.75} aria-hidden />
      <span className={styles.optionName}>{entry.name}</span>
      {entry.detail !== undefined && <span className={styles.optionDetail}>{entry.detail}</span>}
    </div>
  );
}

export function CommandPalette({ onClose, openHelp }: { onClose: () => void; openHelp: () => void }) {
  const t = useTranslations('shell.palette');
  const listId = useId();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAsked(query.trim()), askAfterMs);
    return () => clearTimeout(timer);
  }, [query]);
  const search = useQuery(queries.search(asked));
  const commands = usePaletteCommands(openHelp);
  const objects = useObjectEntries(asked === '' || query.trim() === '' ? undefined : search.data);
  const splits = useSplitEntries();
  const ownPages = usePageEntries();
  const found = [...matching(commands, query), ...matching(ownPages, query)];
  // Who types a name and presses Enter wants the object: what runs on it comes after, and not before it is found.
  const isAnswered = query.trim() !== '' && asked === query.trim() && !search.isFetching;
  const entries = [...objects, ...(isAnswered ? matching(splits, query) : []), ...found];
  const index = Math.min(active, entries.length - 1);

  const run = (entry: PaletteEntry | undefined) => {
    if (entry === undefined) return;
    onClose();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step !== undefined && entries.length > 0) {
      event.preventDefault();
      setActive((index + step + entries.length) % entries.length);
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      run(entries[index]);
    }
  };
  const note = paletteNote({
    query,
    asked,
    fetching: search.isFetching,
    failed: search.isError,
    found: entries.length,
  });

  return (
    <Dialog title={t('button')} width={560} place="top" onClose={onClose}>
      <div className={styles.inputRow}>
        <Search size={16} aria-hidden />
        <input
          className={styles.input}
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={entries[index] === undefined ? undefined : `${listId}-${index}`}
          aria-label={t('placeholder')}
          placeholder={t('placeholder')}
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
          autoComplete="off"
          spellCheck={false}
        />
        <Kbd>Esc</Kbd>
      </div>
      <div role="listbox" id={listId} aria-label={t('button')} className={styles.list}>
        {entries.map((entry, position) => (
          <div key={entry.id} role="presentation">
            {entry.group !== entries[position - 1]?.group && (
              <div className={styles.group} role="presentation">
                {t(entry.group)}
              </div>
            )}
            <Option
              entry={entry}
              id={`${listId}-${position}`}
              selected={position === index}
              onRun={() => run(entry)}
              onPoint={() => setActive(position)}
            />
          </div>
        ))}
      </div>
      <p className={styles.note} role="status" hidden={note === null}>
        {note !== null && t(note, { query })}
      </p>
    </Dialog>
  );
}
