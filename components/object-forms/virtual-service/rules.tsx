'use client';
/** The rules of one protocol, in the order in which they are tried; of many, a filter finds some. */
import { Plus } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { FilterBox } from '#components/kit/data-table/filter-box.tsx';
import { ProblemLines } from '#components/kit/form-fields/problem-lines.tsx';
import { SortableCards } from '#components/kit/form-fields/sortable-cards.tsx';
import { Button } from '#components/ui/buttons/button.tsx';
import type { Json, Path } from '#lib/document/json.ts';
import { insertItem, moveItem, removeItem } from '#lib/istio/forms/actions.ts';
import type { Field } from '#lib/istio/forms/field.ts';
import {
  duplicateRule,
  newRule,
  placeForRule,
  type RuleList,
  summaryOf,
} from '#lib/istio/virtual-service/lens/rules.ts';
import { isBelow, placeName, useForm } from '../form-context.ts';
import { useFieldPlace, useReader } from '../use-field.ts';
import { useItemKeys } from '../use-item-keys.ts';
import { Layer4RuleBody } from './layer4-rule-body.tsx';
import { RuleBody } from './rule-body.tsx';
import { RuleSummaryRow } from './rule-summary-row.tsx';
import styles from './rules.module.css';

export interface RulesProps {
  list: RuleList;
  field: Field;
  item: Field;
  /** The reader has just asked for the first one: it opens. */
  fresh: boolean;
}

const noRules: readonly Json[] = [];
/** From so many on, a filter helps. */
const many = 12;

export function Rules({ list, item, fresh }: RulesProps) {
  const t = useTranslations('forms.rules');
  const common = useTranslations('forms');
  const form = useForm();
  const read = useReader();
  const path = useMemo((): Path => ['spec', list], [list]);
  const place = useFieldPlace(path, true);
  const rules = Array.isArray(place.value) ? place.value : noRules;
  const keys = useItemKeys(rules);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [opening, setOpening] = useState<number | null>(fresh || rules.length === 1 ? 0 : null);
  const [filter, setFilter] = useState('');
  const { focusPath, document, apply, readOnly } = form;
  const led = focusPath !== null && isBelow(focusPath, path) ? focusPath[path.length] : undefined;
  const ledKey = typeof led === 'number' ? keys[led] : undefined;
  const openingKey = opening === null ? undefined : keys[opening];
  useEffect(() => {
    const wanted = [ledKey, openingKey].filter((key) => key !== undefined);
    if (wanted.length > 0) setOpen((before) => new Set([...before, ...wanted]));
    if (openingKey !== undefined) setOpening(null);
  }, [ledKey, openingKey]);

  const text = filter.trim().toLowerCase();
  const shown = rules.flatMap((rule, index) =>
    text === '' || open.has(keys[index] ?? '') || JSON.stringify(rule).toLowerCase().includes(text)
      ? [index]
      : [],
  );
  const add = () => {
    const index = placeForRule(rules);
    setFilter('');
    setOpening(index);
    const rule = newRule(
      document.value,
      list,
      index === rules.length && rules.length === 0 ? 'last' : 'first',
    );
    apply(insertItem(document.value, path, index, rule));
  };
  return (
    <section className={styles.rules} data-path={placeName(path)} aria-label={t(`title.${list}`)}>
      <div className={styles.head}>
        <h3>{t(`title.${list}`)}</h3>
        <span className={styles.dim}>{t('order')}</span>
        {rules.length > many && (
          <span className={styles.filter}>
            <FilterBox
              value={filter}
              label={t('filter')}
              placeholder={t('filterPlaceholder', { count: rules.length })}
              onChange={setFilter}
            />
            {text !== '' && (
              <span className={styles.dim}>{t('found', { count: shown.length, total: rules.length })}</span>
            )}
          </span>
        )}
        <span className={styles.gap} />
        {!readOnly && (
          <Button size="small" leading={<Plus size={13} aria-hidden />} onClick={add}>
            {t('rule')}
          </Button>
        )}
      </div>
      <ProblemLines problems={place.problems} />
      <SortableCards
        cards={shown.map((index) => ({ key: keys[index] ?? String(index), index }))}
        describe={(index) => {
          const at = [...path, index];
          const summary = summaryOf(rules[index] ?? null, at);
          const { value, before, changed } = read(at);
          return {
            label: t('ruleName', { number: index + 1, name: summary.name }),
            summary: (
              <RuleSummaryRow
                list={list}
                path={at}
                summary={summary}
                opened={open.has(keys[index] ?? '')}
                value={value}
                before={before}
                changed={changed}
                problems={form.findings.below(at)}
                rate={list === 'http' ? form.rateOf(at) : null}
              />
            ),
            changed,
            path: placeName(at),
          };
        }}
        total={rules.length}
        open={open}
        fixed={readOnly || text !== '' || rules.length < 2}
        texts={{
          move: (name) => common('move', { name }),
          moved: (name, to, total) => common('moved', { name, place: to, total }),
          actions: (name) => common('actions', { name }),
        }}
        onToggle={(key) => {
          setOpen((before) => {
            const next = new Set(before);
            if (!next.delete(key)) next.add(key);
            return next;
          });
        }}
        onMove={(from, to) => apply(moveItem(document.value, path, from, to))}
        actions={(index) =>
          readOnly
            ? []
            : [
                {
                  key: 'up',
                  text: t('up'),
                  disabled: index === 0 || text !== '',
                  onSelect: () => apply(moveItem(document.value, path, index, index - 1)),
                },
                {
                  key: 'down',
                  text: t('down'),
                  disabled: index === rules.length - 1 || text !== '',
                  onSelect: () => apply(moveItem(document.value, path, index, index + 1)),
                },
                {
                  key: 'duplicate',
                  text: common('duplicate'),
                  onSelect: () => {
                    setOpening(index + 1);
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
        {(index) =>
          list === 'http' ? (
            <RuleBody item={item} path={[...path, index]} />
          ) : (
            <Layer4RuleBody item={item} path={[...path, index]} />
          )
        }
      </SortableCards>
    </section>
  );
}
