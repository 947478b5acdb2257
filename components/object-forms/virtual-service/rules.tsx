'use client';
/** The rules of one protocol, in the order in which they are tried; of many, a filter finds some. */
import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { FilterBox } from '#components/kit/data-table/filter-box.tsx';
import { ProblemLines } from '#components/kit/form-fields/problem-lines.tsx';
import { Button } from '#components/ui/buttons/button.tsx';
import type { Path } from '#lib/document/json.ts';
import { insertItem } from '#lib/istio/forms/actions.ts';
import type { Field } from '#lib/istio/forms/field.ts';
import { newRule, placeForRule, type RuleList, summaryOf } from '#lib/istio/virtual-service/lens/rules.ts';
import { placeName, useForm } from '../form-context.ts';
import { RuleCards } from '../rules/rule-cards.tsx';
import styles from '../rules/rules.module.css';
import { useRuleList } from '../rules/use-rule-list.ts';
import { useReader } from '../use-field.ts';
import { Layer4RuleBody } from './layer4-rule-body.tsx';
import { RuleBody } from './rule-body.tsx';
import { RuleSummaryRow } from './rule-summary-row.tsx';

export interface RulesProps {
  list: RuleList;
  field: Field;
  item: Field;
  /** The reader has just asked for the first one: it opens. */
  fresh: boolean;
}

/** From so many on, a filter helps. */
const many = 12;

export function Rules({ list, item, fresh }: RulesProps) {
  const t = useTranslations('forms.rules');
  const form = useForm();
  const read = useReader();
  const path = useMemo((): Path => ['spec', list], [list]);
  const cards = useRuleList(path, fresh);
  const { place, rules, keys, open, openNext } = cards;
  const [filter, setFilter] = useState('');
  const { document, apply, readOnly } = form;
  const text = filter.trim().toLowerCase();
  const shown = rules.flatMap((rule, index) =>
    text === '' || open.has(keys[index] ?? '') || JSON.stringify(rule).toLowerCase().includes(text)
      ? [index]
      : [],
  );
  const add = () => {
    const index = placeForRule(rules);
    setFilter('');
    openNext(index);
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
      <RuleCards
        list={cards}
        shown={text === '' ? null : shown}
        describe={(index, at) => {
          const summary = summaryOf(rules[index] ?? null, at);
          const { value, before, changed } = read(at);
          return {
            name: summary.name,
            changed,
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
          };
        }}
      >
        {(at) =>
          list === 'http' ? <RuleBody item={item} path={at} /> : <Layer4RuleBody item={item} path={at} />
        }
      </RuleCards>
    </section>
  );
}
