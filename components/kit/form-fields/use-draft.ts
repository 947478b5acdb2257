'use client';
/**
 * What is being typed into a field: as long as it says nothing that can be taken, it stays with its problem beside it, and nothing is lost.
 * It gives way when the value changes elsewhere (the text beside, undo).
 */
import { useState } from 'react';

export type Parsed<Value> = { value: Value } | { problem: string };

export interface Draft {
  text: string;
  /** Null while the text can be taken. */
  problem: string | null;
  type(text: string): void;
  /** Takes what was typed when the field is left, where it is not taken while typing. */
  leave(): void;
  /** Back to the value. */
  drop(): void;
}

export interface DraftOptions<Value> {
  /** The value as the field shows it. */
  shown: string;
  parse(text: string): Parsed<Value>;
  format(value: Value): string;
  /** May answer with text: what is wrong with it where only the taker knows. */
  onValue(value: Value): unknown;
  /** `leaving`: for names, where every letter would be another name. */
  when?: 'typing' | 'leaving';
}

export function useDraft<Value>(options: DraftOptions<Value>): Draft {
  const { shown, parse, format, onValue, when = 'typing' } = options;
  const [draft, setDraft] = useState<{ text: string; bases: string[]; refused: string | null } | null>(null);
  const current = draft?.bases.includes(shown) ? draft : null;
  const text = current?.text ?? shown;
  const parsed = current === null ? null : parse(text);
  const take = (taken: string): string | null => {
    const next = parse(taken);
    if ('problem' in next) {
      setDraft({ text: taken, bases: [shown], refused: null });
      return next.problem;
    }
    const formatted = format(next.value);
    const answer = formatted === shown ? null : onValue(next.value);
    const refused = typeof answer === 'string' ? answer : null;
    setDraft({ text: taken, bases: refused === null ? [shown, formatted] : [shown], refused });
    return refused;
  };
  return {
    text,
    problem: parsed !== null && 'problem' in parsed ? parsed.problem : (current?.refused ?? null),
    type: (typed) => {
      if (when === 'typing') take(typed);
      else setDraft({ text: typed, bases: [shown], refused: null });
    },
    leave: () => {
      if (current === null) return;
      const problem = when === 'leaving' ? take(text) : draftProblem(parsed, current.refused);
      if (problem === null) setDraft(null);
    },
    drop: () => setDraft(null),
  };
}

function draftProblem(parsed: Parsed<unknown> | null, refused: string | null): string | null {
  return parsed !== null && 'problem' in parsed ? parsed.problem : refused;
}
