'use client';
/** The rules of a route as cards. Which of them wins is decided by how specific it is, so their order matters among equals only. */
import { Plus } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { ProblemLines } from '#components/kit/form-fields/problem-lines.tsx';
import { Button } from '#components/ui/buttons/button.tsx';
import type { Path } from '#lib/document/json.ts';
import { insertItem } from '#lib/istio/forms/actions.ts';
import type { Field } from '#lib/istio/forms/field.ts';
import { firstItem } from '#lib/istio/forms/fields-of.ts';
import type { RouteKind } from '#lib/istio/gateway-api/lens/conditions.ts';
import { ruleSummary } from '#lib/istio/gateway-api/lens/rule-summary.ts';
import { placeName, useForm } from '../form-context.ts';
import { KeptPlace } from '../kept-place.tsx';
import { RuleCards } from '../rules/rule-cards.tsx';
import styles from '../rules/rules.module.css';
import { useRuleList } from '../rules/use-rule-list.ts';
import { useReader } from '../use-field.ts';
import { RouteRuleBody } from './route-rule-body.tsx';
import { RouteSummaryRow } from './route-summary-row.tsx';

const path: Path = ['spec', 'rules'];

export function RouteRules({ kind, item }: { kind: RouteKind; item: Field }) {
  const t = useTranslations('forms.rules');
  const own = useTranslations('forms.routes');
  const { document, apply, readOnly } = useForm();
  const read = useReader();
  const list = useRuleList(path);
  const { place, rules, keys, open } = list;
  if (place.value !== undefined && !Array.isArray(place.value))
    return <KeptPlace path={path} name={t('title.http')} />;
  return (
    <section className={styles.rules} data-path={placeName(path)} aria-label={t('title.http')}>
      <div className={styles.head}>
        <h3>{t('title.http')}</h3>
        <span className={styles.dim}>{own('order')}</span>
        <span className={styles.gap} />
        {!readOnly && (
          <Button
            size="small"
            leading={<Plus size={13} aria-hidden />}
            onClick={() => {
              list.openNext(rules.length);
              apply(insertItem(document.value, path, rules.length, firstItem(item)));
            }}
          >
            {t('rule')}
          </Button>
        )}
      </div>
      <ProblemLines problems={place.problems} />
      {rules.length === 0 && <p className={styles.dim}>{own('noRules')}</p>}
      <RuleCards
        list={list}
        shown={null}
        describe={(index, at) => {
          const summary = ruleSummary(kind, rules[index] ?? null, at);
          return {
            name: summary.name,
            summary: <RouteSummaryRow path={at} summary={summary} opened={open.has(keys[index] ?? '')} />,
            changed: read(at).changed,
          };
        }}
      >
        {(at) => <RouteRuleBody kind={kind} item={item} path={at} />}
      </RuleCards>
    </section>
  );
}
