'use client';
/** The options under an expression, with what each means. */
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import styles from './find.module.css';
import type { Suggestion } from './suggestions.ts';
import { useFieldTexts } from './use-field-texts.ts';

export interface SuggestionListProps {
  id: string;
  items: readonly Suggestion[];
  active: number | null;
  onChoose: (index: number) => void;
}

export function optionId(list: string, index: number): string {
  return `${list}-${index}`;
}

export function SuggestionList({ id, items, active, onChoose }: SuggestionListProps) {
  const t = useTranslations('find');
  const describe = useFieldTexts();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active !== null)
      list.current?.querySelector(`[id="${optionId(id, active)}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);
  return (
    <div ref={list} id={id} role="listbox" aria-label={t('suggestions')} className={styles.list}>
      {items.map((item, index) => {
        const [label, detail] = wordsOf(item);
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field holds the focus and moves through the options
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          <div
            key={`${item.type} ${label}`}
            id={optionId(id, index)}
            role="option"
            aria-selected={active === index}
            className={styles.option}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(index)}
          >
            <span data-kind={item.type === 'completion' ? item.completion.kind : item.type}>{label}</span>
            <small>{detail}</small>
          </div>
        );
      })}
    </div>
  );

  function wordsOf(item: Suggestion): readonly [label: string, detail: string] {
    if (item.type === 'saved') return [item.text, t('saved')];
    if (item.type === 'preset') return [t(`preset.${item.name}`), item.text];
    const { kind, label } = item.completion;
    if (kind === 'field') return [label, describe(label)];
    return [label, kind === 'state' || kind === 'badge' || kind === 'name' ? t(`kind.${kind}`) : ''];
  }
}
