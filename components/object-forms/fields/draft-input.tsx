'use client';
/** A line of text that becomes a value: what cannot be one stays as it was typed, with the reason below. */
import { useId } from 'react';
import { ProblemLines } from '#components/kit/form-fields/problem-lines.tsx';
import { TextInput, type TextInputProps } from '#components/kit/form-fields/text-input.tsx';
import { type DraftOptions, useDraft } from '#components/kit/form-fields/use-draft.ts';
import styles from '../forms.module.css';

export type DraftInputProps<Value> = Omit<TextInputProps, 'value' | 'onChange'> & DraftOptions<Value>;

export function DraftInput<Value>(props: DraftInputProps<Value>) {
  const { shown, parse, format, onValue, when, wrong, describedBy, width, ...input } = props;
  const draft = useDraft({ shown, parse, format, onValue, when });
  const id = useId();
  const bad = draft.problem !== null;
  return (
    <div className={styles.draft} style={width === undefined ? undefined : { flex: `0 1 ${width}px` }}>
      <TextInput
        {...input}
        value={draft.text}
        wrong={bad || (wrong ?? false)}
        describedBy={bad ? id : describedBy}
        onChange={draft.type}
        onLeave={draft.leave}
        onEscape={draft.drop}
      />
      {bad && <ProblemLines id={id} problems={[{ severity: 'error', message: draft.problem ?? '' }]} />}
    </div>
  );
}
