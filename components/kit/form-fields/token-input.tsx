'use client';
/** A list of short texts: a chip for each, and a line for one more. A chip's text goes back into the line by a press. */
import { X } from 'lucide-react';
import { useRef, useState } from 'react';
import styles from './inputs.module.css';
import type { Option } from './option-list.tsx';
import { TextInput } from './text-input.tsx';

export interface TokenInputProps {
  id?: string;
  label: string;
  values: readonly string[];
  options?: readonly Option[];
  placeholder?: string;
  describedBy?: string;
  disabled?: boolean;
  /** Items may hold spaces and commas: Enter alone ends one. */
  verbatim?: boolean;
  /** Which of them something is wrong with. */
  wrong?: ReadonlySet<number>;
  changed?: ReadonlySet<number>;
  removeLabel(value: string): string;
  editLabel(value: string): string;
  /** Null where the text can be taken. */
  problemOf?(text: string): string | null;
  onAdd(value: string): void;
  onRemove(index: number): void;
  onReplace(index: number, value: string): void;
  onProblem?(problem: string | null): void;
}

export function TokenInput(props: TokenInputProps) {
  const { id, label, values, options = [], placeholder, describedBy, disabled, wrong, changed } = props;
  const [text, setText] = useState('');
  const [edited, setEdited] = useState<number | null>(null);
  const [bad, setBad] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const left = options.filter(({ value }) => !values.includes(value));

  const type = (next: string) => {
    setText(next);
    if (bad) {
      setBad(false);
      props.onProblem?.(null);
    }
  };
  const take = (given: string) => {
    const value = given.trim();
    if (value === '') {
      setEdited(null);
      return type('');
    }
    const problem = props.problemOf?.(value) ?? null;
    setBad(problem !== null);
    props.onProblem?.(problem);
    if (problem !== null) return setText(given);
    if (edited !== null && edited < values.length) props.onReplace(edited, value);
    else if (!values.includes(value)) props.onAdd(value);
    setEdited(null);
    setText('');
  };
  const edit = (index: number) => {
    setEdited(index);
    setText(values[index] ?? '');
    box.current?.querySelector('input')?.focus();
  };
  return (
    <div
      ref={box}
      className={styles.tokens}
      data-wrong={bad || undefined}
      data-disabled={disabled || undefined}
    >
      {values.map((value, index) => {
        if (index === edited) return null;
        return (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: the same text may be there twice, and a chip keeps nothing
            key={`${index} ${value}`}
            className={styles.token}
            data-wrong={wrong?.has(index) || undefined}
            data-changed={changed?.has(index) || undefined}
          >
            {disabled ? (
              <span>{value === '' ? '""' : value}</span>
            ) : (
              <>
                <button type="button" aria-label={props.editLabel(value)} onClick={() => edit(index)}>
                  {value === '' ? '""' : value}
                </button>
                <button
                  type="button"
                  className={styles.remove}
                  aria-label={props.removeLabel(value)}
                  onClick={() => props.onRemove(index)}
                >
                  <X size={12} aria-hidden />
                </button>
              </>
            )}
          </span>
        );
      })}
      {!disabled && (
        <TextInput
          id={id}
          className={styles.entry}
          label={label}
          value={text}
          code
          options={left}
          placeholder={values.length === 0 ? placeholder : undefined}
          describedBy={describedBy}
          wrong={bad}
          onChange={(next) => {
            if (!props.verbatim && /[,\s]$/.test(next) && next.trim() !== '')
              take(next.replace(/[,\s]+$/, ''));
            else type(next);
          }}
          onChoose={take}
          onEnter={() => take(text)}
          onLeave={() => take(text)}
          onEscape={() => {
            setEdited(null);
            type('');
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Backspace' || text !== '' || values.length === 0) return;
            event.preventDefault();
            edit(values.length - 1);
          }}
        />
      )}
    </div>
  );
}
