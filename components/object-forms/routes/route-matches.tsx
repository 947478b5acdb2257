'use client';
/** When a rule of a route matches. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { AddButton } from '#components/kit/form-fields/add-button.tsx';
import type { Path } from '#lib/document/json.ts';
import {
  addCondition,
  isTaken,
  newMatch,
  type RouteKind,
  readRouteMatch,
  slotOf,
  subjectsOf,
} from '#lib/istio/gateway-api/lens/conditions.ts';
import { placeName, useForm } from '../form-context.ts';
import { CaseBracket, type CaseProps, MatchCases } from '../rules/match-cases.tsx';
import styles from '../rules/rules.module.css';
import { RouteConditionRow } from './route-condition-row.tsx';

export function RouteMatches({ kind, path }: { kind: RouteKind; path: Path }) {
  const t = useTranslations('forms.routes');
  return (
    <MatchCases path={path} always={t('always')} newMatch={() => newMatch(kind)}>
      {(one) => <Case kind={kind} {...one} />}
    </MatchCases>
  );
}

function Case({ kind, match, path, changed, onRemove }: CaseProps & { kind: RouteKind }) {
  const t = useTranslations('forms.condition');
  const { document, apply, readOnly } = useForm();
  const [fresh, setFresh] = useState<string | null>(null);
  const { conditions, kept } = readRouteMatch(kind, match, path);
  const alone = conditions.length + kept.length <= 1;
  const add = () => {
    const free = subjectsOf(kind).find((one) => !isTaken(conditions, one)) ?? 'header';
    const subject = conditions.length > 0 ? 'header' : free;
    setFresh(placeName(slotOf(document.value, path, subject)));
    apply(addCondition(document.value, path, subject));
  };
  return (
    <CaseBracket
      path={path}
      changed={changed}
      onRemove={onRemove}
      conditions={conditions.map((condition, index) => (
        <RouteConditionRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a condition stays in its line while what it asks for changes
          key={index}
          kind={kind}
          condition={condition}
          conditions={conditions}
          match={path}
          first={index === 0}
          fresh={fresh === placeName(condition.path)}
          onRemove={alone ? onRemove : null}
        />
      ))}
      kept={kept}
      empty={conditions.length + kept.length === 0}
    >
      {!readOnly && (
        <div className={styles.asides}>
          <AddButton text={t('addAnd')} onAdd={add} />
        </div>
      )}
    </CaseBracket>
  );
}
