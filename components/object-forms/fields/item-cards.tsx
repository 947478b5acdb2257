'use client';
/** A list of groups as cards: closed with their summary, opened to their fields. */
import { useEffect, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { AddButton } from '#components/kit/form-fields/add-button.tsx';
import { ProblemLines } from '#components/kit/form-fields/problem-lines.tsx';
import { SortableCards } from '#components/kit/form-fields/sortable-cards.tsx';
import type { Json, Path } from '#lib/document/json.ts';
import { insertItem, moveItem, removeItem } from '#lib/istio/forms/actions.ts';
import type { Field } from '#lib/istio/forms/field.ts';
import { firstItem } from '#lib/istio/forms/fields-of.ts';
import { FieldHelp } from '../field-help.tsx';
import { fieldText } from '../field-text.ts';
import { isBelow, placeName, useForm } from '../form-context.ts';
import styles from '../forms.module.css';
import { KeptIn } from '../kept-in.tsx';
import { useFieldPlace, useReader } from '../use-field.ts';
import { useItemKeys } from '../use-item-keys.ts';
import { GroupFields } from './group-fields.tsx';
import { ItemCardSummary } from './item-card-summary.tsx';
import { LeafField } from './leaf-field.tsx';
import { TextMatch } from './text-match.tsx';

export interface ItemCardsProps {
  field: Field;
  path: Path;
  item: Field;
}

const noItems: readonly Json[] = [];

export function ItemCards({ field, path, item }: ItemCardsProps) {
  const t = useTranslations('forms');
  const form = useForm();
  const read = useReader();
  const place = useFieldPlace(path, true);
  const items = Array.isArray(place.value) ? place.value : noItems;
  const keys = useItemKeys(items);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [opening, setOpening] = useState<number | null>(null);
  const { label, help } = fieldText(form.texts, field.words);
  const { focusPath, document } = form;
  const led = focusPath !== null && isBelow(focusPath, path) ? focusPath[path.length] : undefined;
  const wanted = opening ?? (typeof led === 'number' ? led : null);
  const wantedKey = wanted === null ? undefined : keys[wanted];
  useEffect(() => {
    if (wantedKey === undefined) return;
    setOpening(null);
    setOpen((before) => (before.has(wantedKey) ? before : new Set([...before, wantedKey])));
  }, [wantedKey]);
  const named = (index: number) => t('itemOf', { list: label, number: index + 1 });
  return (
    <fieldset className={styles.section} data-path={placeName(path)} aria-label={label}>
      <div className={styles.sectionHead}>
        <span className={styles.sectionName}>{label}</span>
        <FieldHelp label={label} help={help} name={field.words.slice(1).join('.')} />
      </div>
      <ProblemLines problems={place.problems} />
      <SortableCards
        cards={items.map((_, index) => ({ key: keys[index] ?? String(index), index }))}
        describe={(index) => ({
          label: named(index),
          summary: (
            <ItemCardSummary words={field.words} path={[...path, index]} value={items[index] ?? null} />
          ),
          changed: read([...path, index]).changed,
          path: placeName([...path, index]),
        })}
        total={items.length}
        open={open}
        fixed={form.readOnly || items.length < 2}
        numbered={false}
        texts={{
          move: (name) => t('move', { name }),
          moved: (name, to, total) => t('moved', { name, place: to, total }),
          actions: (name) => t('actions', { name }),
        }}
        onToggle={(key) => {
          setOpen((before) => {
            const next = new Set(before);
            if (!next.delete(key)) next.add(key);
            return next;
          });
        }}
        onMove={(from, to) => form.apply(moveItem(document.value, path, from, to))}
        actions={(index) =>
          form.readOnly
            ? []
            : [
                {
                  key: 'duplicate',
                  text: t('duplicate'),
                  onSelect: () => {
                    setOpening(index + 1);
                    form.apply(
                      insertItem(document.value, path, index + 1, structuredClone(items[index] ?? {})),
                    );
                  },
                },
                {
                  key: 'remove',
                  text: t('remove'),
                  onSelect: () => form.apply(removeItem(document.value, path, index)),
                },
              ]
        }
      >
        {(index) => (
          <>
            {item.shape.type === 'group' && <ProblemLines problems={form.findings.at([...path, index])} />}
            <ItemFields item={item} path={[...path, index]} />
          </>
        )}
      </SortableCards>
      {!form.readOnly && (
        <AddButton
          text={t('addOne')}
          label={t('addTo', { text: t('addOne'), list: label })}
          onAdd={() => {
            setOpening(items.length);
            form.apply(insertItem(document.value, path, items.length, firstItem(item)));
          }}
        />
      )}
    </fieldset>
  );
}

function MatchItem({ item, path }: { item: Field; path: Path }) {
  const { texts } = useForm();
  const place = useFieldPlace(path);
  const id = useId();
  const { label } = fieldText(texts, item.words);
  return (
    <div className={styles.matchItem}>
      <TextMatch place={place} name={label} ids={{ control: `${id}-control`, problems: undefined }} />
      <ProblemLines problems={place.problems} />
    </div>
  );
}

/** A group around one group alone is not shown as one. */
export function ItemFields({ item, path }: { item: Field; path: Path }) {
  const { shape, words } = item;
  if (shape.type === 'match') return <MatchItem item={item} path={path} />;
  if (shape.type !== 'group') return <LeafField field={{ ...item, steps: [] }} group={path} />;
  const [only, ...others] = shape.fields;
  const wrapped = others.length === 0 && only?.shape.type === 'group' ? { ...only, shape: only.shape } : null;
  return (
    <>
      {wrapped === null ? (
        <GroupFields shape={shape} words={words} path={path} />
      ) : (
        <GroupFields shape={wrapped.shape} words={wrapped.words} path={[...path, ...wrapped.steps]} />
      )}
      <KeptIn path={path} />
    </>
  );
}
