'use client';
/** When a rule of a route matches: conditions that must all hold in one bracket, brackets joined by OR. No bracket: always. */
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
  newMatch,
  type RouteKind,
  readRouteMatch,
  slotOf,
  subjectsOf,
} from '#lib/istio/gateway-api/lens/conditions.ts';
import { placeName, useForm } from '../form-context.ts';
import { KeptPlace } from '../kept-place.tsx';
import { useFieldPlace, useReader } from '../use-field.ts';
import { useItemKeys } from '../use-item-keys.ts';
import styles from '../virtual-service/rules.module.css';
import { RouteConditionRow } from './route-condition-row.tsx';

const noMatches: readonly Json[] = [];

export function RouteMatches({ kind, path }: { kind: RouteKind; path: Path }) {
  const t = useTranslations('forms.condition');
  const own = useTranslations('forms.routes');
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
      {matches.length === 0 && <p className={styles.always}>{own('always')}</p>}
      {matches.map((match, index) => {
        const at = [...path, index];
        return (
          <Fragment key={keys[index]}>
            {index > 0 && <JoinWord word={t('or')} />}
            <Case
              kind={kind}
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
          onAdd={() => apply(insertItem(document.value, path, matches.length, newMatch(kind)))}
        />
      )}
    </div>
  );
}

interface CaseProps {
  kind: RouteKind;
  match: Json;
  path: Path;
  changed: boolean;
  onRemove(): void;
}

function Case({ kind, match, path, changed, onRemove }: CaseProps) {
  const t = useTranslations('forms.condition');
  const { document, apply, readOnly, findings } = useForm();
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
    <Bracket changed={changed}>
      <div data-path={placeName(path)}>
        {conditions.map((condition, index) => (
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
        {kept.map((one) => (
          <KeptPlace key={placeName(one)} path={one} name={one.slice(path.length).join('.')} />
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
        {!readOnly && (
          <div className={styles.asides}>
            <AddButton text={t('addAnd')} onAdd={add} />
          </div>
        )}
        <ProblemLines problems={findings.at(path)} />
      </div>
    </Bracket>
  );
}
