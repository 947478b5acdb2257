'use client';
/** When a rule matches: conditions that must all hold in one bracket, brackets joined by OR. No bracket: always. */
import { X } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { AddButton } from '#components/kit/form-fields/add-button.tsx';
import { Bracket, JoinWord } from '#components/kit/form-fields/bracket.tsx';
import { ProblemLines } from '#components/kit/form-fields/problem-lines.tsx';
import { IconButton } from '#components/ui/buttons/icon-button.tsx';
import type { Json, Path } from '#lib/document/json.ts';
import { insertItem, removeItem } from '#lib/istio/forms/actions.ts';
import { placeName, useForm } from '../form-context.ts';
import { KeptPlace } from '../kept-place.tsx';
import { useFieldPlace, useReader } from '../use-field.ts';
import { useItemKeys } from '../use-item-keys.ts';
import styles from './rules.module.css';

const noMatches: readonly Json[] = [];

export interface CaseProps {
  match: Json;
  path: Path;
  changed: boolean;
  onRemove(): void;
}

interface MatchCasesProps {
  path: Path;
  /** Said where there is no bracket. */
  always: string;
  newMatch(): Json;
  children(one: CaseProps): ReactNode;
}

export function MatchCases({ path, always, newMatch, children }: MatchCasesProps) {
  const t = useTranslations('forms.condition');
  const { document, apply, readOnly, live } = useForm();
  const read = useReader();
  const place = useFieldPlace(path, true);
  const matches = Array.isArray(place.value) ? place.value : noMatches;
  const keys = useItemKeys(matches);
  if (place.value !== undefined && !Array.isArray(place.value))
    return <KeptPlace path={path} name={t('cases')} />;
  return (
    <div data-path={placeName(path)}>
      <ProblemLines problems={place.problems} />
      {matches.length === 0 && <p className={styles.always}>{always}</p>}
      {matches.map((match, index) => {
        const at = [...path, index];
        return (
          <Fragment key={keys[index]}>
            {index > 0 && <JoinWord word={t('or')} />}
            {children({
              match,
              path: at,
              changed: live !== null && read(at).before === undefined,
              onRemove: () => apply(removeItem(document.value, path, index)),
            })}
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

interface CaseBracketProps extends Omit<CaseProps, 'match'> {
  conditions: ReactNode;
  /** Places that no condition has a word for. */
  kept: readonly Path[];
  /** It asks for nothing. */
  empty: boolean;
  /** What stands below its conditions. */
  children: ReactNode;
}

export function CaseBracket({
  path,
  changed,
  onRemove,
  conditions,
  kept,
  empty,
  children,
}: CaseBracketProps) {
  const t = useTranslations('forms.condition');
  const { readOnly, findings } = useForm();
  return (
    <Bracket changed={changed}>
      <div data-path={placeName(path)}>
        {conditions}
        {kept.map((one) => (
          <KeptPlace key={placeName(one)} path={one} name={one.slice(path.length).join('.')} />
        ))}
        {empty && (
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
        {children}
        <ProblemLines problems={findings.at(path)} />
      </div>
    </Bracket>
  );
}
