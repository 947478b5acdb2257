'use client';
/** Rules as cards: opened, moved, doubled and taken away. */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { SortableCards } from '#components/kit/form-fields/sortable-cards.tsx';
import type { Path } from '#lib/document/json.ts';
import { moveItem, removeItem } from '#lib/istio/forms/actions.ts';
import { duplicateRule } from '#lib/istio/virtual-service/lens/rules.ts';
import { placeName, useForm } from '../form-context.ts';
import type { RuleList } from './use-rule-list.ts';

interface RuleCardsProps {
  list: RuleList;
  /** Of the rules that a filter leaves; null where there is none: what is between them is not seen, so they are not moved. */
  shown: readonly number[] | null;
  describe(index: number, path: Path): { name: string; summary: ReactNode; changed: boolean };
  /** What an open card has. */
  children(path: Path): ReactNode;
}

export function RuleCards({ list, shown, describe, children }: RuleCardsProps) {
  const t = useTranslations('forms.rules');
  const common = useTranslations('forms');
  const { document, apply, readOnly } = useForm();
  const { path, rules, keys, open } = list;
  const fixed = shown !== null;
  const move = (from: number, to: number) => apply(moveItem(document.value, path, from, to));
  return (
    <SortableCards
      cards={(shown ?? [...rules.keys()]).map((index) => ({ key: keys[index] ?? String(index), index }))}
      describe={(index) => {
        const at = [...path, index];
        const { name, summary, changed } = describe(index, at);
        return { label: t('ruleName', { number: index + 1, name }), summary, changed, path: placeName(at) };
      }}
      total={rules.length}
      open={open}
      fixed={readOnly || fixed || rules.length < 2}
      texts={{
        move: (name) => common('move', { name }),
        moved: (name, to, total) => common('moved', { name, place: to, total }),
        actions: (name) => common('actions', { name }),
      }}
      onToggle={list.toggle}
      onMove={move}
      actions={(index) =>
        readOnly
          ? []
          : [
              {
                key: 'up',
                text: t('up'),
                disabled: fixed || index === 0,
                onSelect: () => move(index, index - 1),
              },
              {
                key: 'down',
                text: t('down'),
                disabled: fixed || index === rules.length - 1,
                onSelect: () => move(index, index + 1),
              },
              {
                key: 'duplicate',
                text: common('duplicate'),
                onSelect: () => {
                  list.openNext(index + 1);
                  apply(duplicateRule(document.value, path, index));
                },
              },
              {
                key: 'remove',
                text: common('remove'),
                onSelect: () => apply(removeItem(document.value, path, index)),
              },
            ]
      }
    >
      {(index) => children([...path, index])}
    </SortableCards>
  );
}
