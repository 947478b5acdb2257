'use client';
/** A part of the document that no field can show, with its line and what is wrong with it. */
import { useTranslations } from 'use-intl';
import { KeptRow } from '#components/kit/form-fields/kept-row.tsx';
import { ProblemLines } from '#components/kit/form-fields/problem-lines.tsx';
import { type Path, valueAt } from '#lib/document/json.ts';
import { placeOf } from '#lib/document/place.ts';
import { positionOf } from '#lib/document/yaml/problem.ts';
import { placeName, useForm, valueText } from './form-context.ts';

export function KeptPlace({ path, name }: { path: Path; name: string }) {
  const t = useTranslations('forms');
  const { document, findings } = useForm();
  const place = placeOf(document, path);
  const line = place === null ? 1 : positionOf(document.text, place.from).line;
  const value = valueAt(document.value, path);
  return (
    <div>
      <KeptRow
        path={placeName(path)}
        name={name}
        text={value === undefined ? '' : valueText(value)}
        note={t('kept', { line })}
      />
      <ProblemLines problems={findings.below(path)} />
    </div>
  );
}
