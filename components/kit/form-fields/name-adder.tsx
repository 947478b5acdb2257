'use client';
/** Asks for the name of one more entry, and adds it once there is one. */
import { useState } from 'react';
import { AddButton } from './add-button.tsx';
import styles from './field.module.css';
import type { Option } from './option-list.tsx';
import { ProblemLines } from './problem-lines.tsx';
import { TextInput } from './text-input.tsx';

export interface NameAdderProps {
  /** Of the button. */
  text: string;
  buttonLabel?: string;
  /** Of the line. */
  label: string;
  taken: ReadonlySet<string>;
  takenText(name: string): string;
  options?: readonly Option[];
  onName(name: string): void;
}

export function NameAdder(props: NameAdderProps) {
  const { text, label, taken, takenText, options = [], onName } = props;
  const [name, setName] = useState<string | null>(null);
  if (name === null) return <AddButton text={text} label={props.buttonLabel} onAdd={() => setName('')} />;
  const wanted = name.trim();
  const problem = taken.has(wanted) ? takenText(wanted) : null;
  const take = (given: string) => {
    if (taken.has(given.trim())) return;
    setName(null);
    if (given.trim() !== '') onName(given.trim());
  };
  return (
    <div className={styles.pair}>
      <TextInput
        label={label}
        placeholder={label}
        value={name}
        code
        autoFocus
        wrong={problem !== null}
        options={options.filter(({ value }) => !taken.has(value))}
        onChange={setName}
        onChoose={take}
        onLeave={() => take(name)}
        onEnter={() => take(name)}
        onEscape={() => setName(null)}
      />
      <ProblemLines problems={problem === null ? [] : [{ severity: 'error', message: problem }]} />
    </div>
  );
}
