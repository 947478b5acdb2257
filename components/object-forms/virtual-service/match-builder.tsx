'use client';
/** When a rule of a VirtualService matches. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Path } from '#lib/document/json.ts';
import {
  addCondition,
  isTaken,
  newCondition,
  newMatch,
  readMatch,
  slotOf,
  subjects,
} from '#lib/istio/virtual-service/lens/conditions.ts';
import { placeName, useForm } from '../form-context.ts';
import { CaseBracket, type CaseProps, MatchCases } from '../rules/match-cases.tsx';
import { ConditionRow } from './condition-row.tsx';
import { MatchAsides } from './match-asides.tsx';

export function MatchBuilder({ path }: { path: Path }) {
  const t = useTranslations('forms.condition');
  return (
    <MatchCases path={path} always={t('always')} newMatch={newMatch}>
      {(one) => <Case {...one} />}
    </MatchCases>
  );
}

function Case({ match, path, changed, onRemove }: CaseProps) {
  const { apply, readOnly } = useForm();
  const [fresh, setFresh] = useState<string | null>(null);
  const { conditions, kept } = readMatch(match, path);
  const alone = conditions.length + kept.length <= 1;
  const add = () => {
    // The first thing that this case does not ask for yet.
    const subject = subjects.find((one) => !isTaken(match, slotOf(newCondition(one, match)))) ?? 'header';
    const wanted = conditions.length > 0 && subject === 'cookie' ? 'header' : subject;
    const condition = newCondition(wanted, match);
    setFresh(placeName([...path, ...slotOf(condition)]));
    apply(addCondition(path, condition));
  };
  return (
    <CaseBracket
      path={path}
      changed={changed}
      onRemove={onRemove}
      conditions={conditions.map((condition, index) => (
        <ConditionRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a condition stays in its line while what it asks for changes
          key={index}
          condition={condition}
          match={path}
          first={index === 0}
          fresh={fresh === placeName(condition.path)}
          onRemove={alone ? onRemove : null}
        />
      ))}
      kept={kept.map((one) => one.path)}
      empty={conditions.length + kept.length === 0}
    >
      <MatchAsides match={match} path={path} onAnd={readOnly ? null : add} />
    </CaseBracket>
  );
}
