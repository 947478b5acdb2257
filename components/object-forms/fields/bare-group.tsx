'use client';
/** A group without heading, below the choice that names it. */
import { ProblemLines } from '#components/kit/form-fields/problem-lines.tsx';
import type { Path } from '#lib/document/json.ts';
import type { Field, Shape } from '#lib/istio/forms/field.ts';
import { placeName, useForm } from '../form-context.ts';
import styles from '../forms.module.css';
import { GroupFields } from './group-fields.tsx';

export interface BareGroupProps {
  field: Field;
  path: Path;
  shape: Extract<Shape, { type: 'group' }>;
}

export function BareGroup({ field, path, shape }: BareGroupProps) {
  const { findings } = useForm();
  return (
    <div className={styles.chosen} data-path={placeName(path)}>
      <ProblemLines problems={findings.at(path)} />
      <GroupFields shape={shape} words={field.words} path={path} />
    </div>
  );
}
