'use client';
/** When a rule matches: conditions that must all hold in one bracket, brackets joined by OR. No bracket: always. */
import { X } from 'lucide-react';
import { Fragment, useState } from 'react';
import { useTranslations } from 'use-intl';
import { AddButton } from '#components/kit/form-fields/add-button.tsx';
import { Bracket, JoinWord } from '#components/kit/form-fields/bracket.tsx';
import { ProblemLines } from '#components/kit/form-fields/problem-lines.tsx';
import { IconButton } from '#components/ui/buttons/icon-button.tsx';
import type { Json, Path } from '#lib/document/json.ts';
import { insertItem, removeItem } from '#lib/istio/forms/actions.ts';
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
import { KeptPlace } from '../kept-place.tsx';
import { useFieldPlace, useReader } from '../use-field.ts';
import { useItemKeys } from '../use-item-keys.ts';
import { ConditionRow } from './condition-row.tsx';
import { MatchAsides } from './match-asides.tsx';
import styles from './rules.module.css';

const noMatches: readonly Json[] = [];

export function MatchBuilder({ path }: { path: Path }) {
  const t = useTranslations('forms.condition');
  const form = useForm();
  const read = useReader();
  const place = useFieldPlace(path, true);
  const matches = Array.isArray(place.value) ? place.value : noMatches;
  const keys = useItemKeys(matches);
  const { document, apply, readOnly } = form;
  if (place.value !== undefined && !Array.isArray(place.value))
    return <KeptPlace path={path} name={t('cases')} />;
  return (
    <div data-path={placeName(path)}>
      <ProblemLines problems={place.problems} />
      {matches.length === 0 && <p className={styles.always}>{t('always')}</p>}
      {matches.map((match, index) => {
        const at = [...path, index];
        return (
          <Fragment key={keys[index]}>
            {index > 0 && <JoinWord word={t('or')} />}
            <Case
              match={match}
              path={at}
              changed={form.live !== null && read(at).before === undefined}
              onRemove={() => apply(removeItem(document.value, path, index))}
            />
          </Fragment>
        );
      })}
      {!readOnly && (
        <AddButton
          text={matches.length === 0 ? t('addFirst') : t('addCase')}
          onAdd={() => apply(insertItem(document.value, path, matches.length, newMatch()))}
        />
      )}
    </div>
  );
}

interface CaseProps {
  match: Json;
  path: Path;
  changed: boolean;
  onRemove(): void;
}

function Case({ match, path, changed, onRemove }: CaseProps) {
  const t = useTranslations('forms.condition');
  const { apply, readOnly, findings } = useForm();
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
    <Bracket changed={changed}>
      <div data-path={placeName(path)}>
        {conditions.map((condition, index) => (
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
        {kept.map((one) => (
          <KeptPlace key={placeName(one.path)} path={one.path} name={one.path.slice(path.length).join('.')} />
        ))}
        {conditions.length + kept.length === 0 && (
          <div className={styles.emptyCase}>
            <span className={styles.dim}>{t('emptyCase')}</span>
            {!readOnly && (
              <IconButton
                size="small"
                label={t('removeCase')}
                icon={<X size={14} aria-hidden />}
                onClick={onRemove}
              />
            )}
          </div>
        )}
        <MatchAsides match={match} path={path} onAnd={readOnly ? null : add} />
        <ProblemLines problems={findings.at(path)} />
      </div>
    </Bracket>
  );
}
