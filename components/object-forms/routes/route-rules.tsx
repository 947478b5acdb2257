'use client';
/** The rules of a route as cards. Which of them wins is decided by how specific it is, so their order matters among equals only. */
import { Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { ProblemLines } from '#components/kit/form-fields/problem-lines.tsx';
import { SortableCards } from '#components/kit/form-fields/sortable-cards.tsx';
import { Button } from '#components/ui/buttons/button.tsx';
import type { Json, Path } from '#lib/document/json.ts';
import { insertItem, moveItem, removeItem } from '#lib/istio/forms/actions.ts';
import type { Field } from '#lib/istio/forms/field.ts';
import { firstItem } from '#lib/istio/forms/fields-of.ts';
import type { RouteKind } from '#lib/istio/gateway-api/lens/conditions.ts';
import { ruleSummary } from '#lib/istio/gateway-api/lens/rule-summary.ts';
import { duplicateRule } from '#lib/istio/virtual-service/lens/rules.ts';
import { isBelow, placeName, useForm } from '../form-context.ts';
import { KeptPlace } from '../kept-place.tsx';
import { useFieldPlace, useReader } from '../use-field.ts';
import { useItemKeys } from '../use-item-keys.ts';
import styles from '../virtual-service/rules.module.css';
import { RouteRuleBody } from './route-rule-body.tsx';
import { RouteSummaryRow } from './route-summary-row.tsx';

const noRules: readonly Json[] = [];
const path: Path = ['spec', 'rules'];

export function RouteRules({ kind, item }: { kind: RouteKind; item: Field }) {
  const t = useTranslations('forms.rules');
  const own = useTranslations('forms.routes');
  const common = useTranslations('forms');
  const form = useForm();
  const read = useReader();
  const place = useFieldPlace(path, true);
  const rules = Array.isArray(place.value) ? place.value : noRules;
  const keys = useItemKeys(rules);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [opening, setOpening] = useState<number | null>(rules.length === 1 ? 0 : null);
  const { focusPath, document, apply, readOnly } = form;
  const led = focusPath !== null && isBelow(focusPath, path) ? focusPath[path.length] : undefined;
  const ledKey = typeof led === 'number' ? keys[led] : undefined;
  const openingKey = opening === null ? undefined : keys[opening];
  useEffect(() => {
    const wanted = [ledKey, openingKey].filter((key) => key !== undefined);
    if (wanted.length > 0) setOpen((before) => new Set([...before, ...wanted]));
    if (openingKey !== undefined) setOpening(null);
  }, [ledKey, openingKey]);
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
              setOpening(rules.length);
              apply(insertItem(document.value, path, rules.length, firstItem(item)));
            }}
          >
            {t('rule')}
          </Button>
        )}
      </div>
      <ProblemLines problems={place.problems} />
      {rules.length === 0 && <p className={styles.dim}>{own('noRules')}</p>}
      <SortableCards
        cards={rules.map((_, index) => ({ key: keys[index] ?? String(index), index }))}
        describe={(index) => {
          const at = [...path, index];
          const summary = ruleSummary(kind, rules[index] ?? null, at);
          return {
            label: t('ruleName', { number: index + 1, name: summary.name }),
            summary: <RouteSummaryRow path={at} summary={summary} opened={open.has(keys[index] ?? '')} />,
            changed: read(at).changed,
            path: placeName(at),
          };
        }}
        total={rules.length}
        open={open}
        fixed={readOnly || rules.length < 2}
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
                  disabled: index === 0,
                  onSelect: () => apply(moveItem(document.value, path, index, index - 1)),
                },
                {
                  key: 'down',
                  text: t('down'),
                  disabled: index === rules.length - 1,
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
        {(index) => <RouteRuleBody kind={kind} item={item} path={[...path, index]} />}
      </SortableCards>
    </section>
  );
}
