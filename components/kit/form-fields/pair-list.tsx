'use client';
/** Names with values, a line each: labels, headers. A name counts once it is left, for every letter would be another name. */
import { X } from 'lucide-react';
import { useId } from 'react';
import { IconButton } from '#components/ui/buttons/icon-button.tsx';
import styles from './field.module.css';
import { NameAdder } from './name-adder.tsx';
import type { Option } from './option-list.tsx';
import { type Problem, ProblemLines } from './problem-lines.tsx';
import { TextInput } from './text-input.tsx';
import { type Parsed, useDraft } from './use-draft.ts';

export interface Pair {
  name: string;
  value: string;
  path?: string;
  changed?: boolean;
  was?: string | null;
  problems: readonly Problem[];
}

export interface PairTexts {
  name: string;
  value: string;
  add: string;
  empty: string;
  taken(name: string): string;
  remove(name: string): string;
  nameOf(name: string): string;
  valueOf(name: string): string;
}

export interface PairListProps {
  pairs: readonly Pair[];
  texts: PairTexts;
  separator?: string;
  names?: readonly Option[];
  valuesOf?(name: string): readonly Option[];
  unit?: string;
  numeric?: boolean;
  readOnly: boolean;
  parse(text: string): Parsed<string>;
  onAdd(name: string): void;
  onRename(name: string, next: string): void;
  onValue(name: string, value: string): void;
  onRemove(name: string): void;
}

export function PairList(props: PairListProps) {
  const { pairs, texts, readOnly, onAdd } = props;
  const taken = new Set(pairs.map(({ name }) => name));
  return (
    <div className={styles.pairs}>
      {pairs.length === 0 && readOnly && <span className={styles.dim}>{texts.empty}</span>}
      {pairs.map((pair, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line stays the same line while its name changes
        <PairRow key={index} pair={pair} list={props} taken={taken} />
      ))}
      {!readOnly && (
        <NameAdder
          text={texts.add}
          label={texts.name}
          taken={taken}
          takenText={texts.taken}
          options={props.names}
          onName={onAdd}
        />
      )}
    </div>
  );
}

function PairRow({ pair, list, taken }: { pair: Pair; list: PairListProps; taken: ReadonlySet<string> }) {
  const { texts, separator = '=', names, valuesOf, readOnly, unit, numeric } = list;
  const id = useId();
  const name = useDraft<string>({
    shown: pair.name,
    parse: (text) => {
      const wanted = text.trim();
      if (wanted === '') return { problem: texts.empty };
      return wanted !== pair.name && taken.has(wanted) ? { problem: texts.taken(wanted) } : { value: wanted };
    },
    format: (text) => text,
    onValue: (next) => void list.onRename(pair.name, next),
    when: 'leaving',
  });
  const value = useDraft<string>({
    shown: pair.value,
    parse: list.parse,
    format: (text) => text,
    onValue: (next) => void list.onValue(pair.name, next),
  });
  const problems = [name.problem, value.problem].flatMap((message) =>
    message === null ? [] : [{ severity: 'error' as const, message }],
  );
  const all = [...problems, ...pair.problems];
  return (
    <div className={styles.pair} data-path={pair.path} data-changed={pair.changed || undefined}>
      <TextInput
        label={texts.nameOf(pair.name)}
        value={name.text}
        code
        disabled={readOnly}
        wrong={name.problem !== null}
        options={names}
        describedBy={all.length > 0 ? id : undefined}
        onChange={name.type}
        onLeave={name.leave}
        onEscape={name.drop}
      />
      <span className={styles.dim} aria-hidden>
        {separator}
      </span>
      <TextInput
        label={texts.valueOf(pair.name)}
        value={value.text}
        code
        disabled={readOnly}
        unit={unit}
        numeric={numeric}
        wrong={value.problem !== null || pair.problems.some(({ severity }) => severity === 'error')}
        options={valuesOf?.(pair.name)}
        describedBy={all.length > 0 ? id : undefined}
        onChange={value.type}
        onLeave={value.leave}
        onEscape={value.drop}
      />
      {pair.was != null && <span className={styles.was}>{pair.was}</span>}
      {!readOnly && (
        <IconButton
          size="small"
          label={texts.remove(pair.name)}
          icon={<X size={14} aria-hidden />}
          onClick={() => list.onRemove(pair.name)}
        />
      )}
      <ProblemLines id={id} problems={all} />
    </div>
  );
}
