'use client';
/** A list of rules in a form, and which of its cards are open: those pressed, the one that the reader was led to, the one that is new. */
import { useEffect, useState } from 'react';
import type { Json, Path } from '#lib/document/json.ts';
import { isBelow, useForm } from '../form-context.ts';
import { type FieldPlace, useFieldPlace } from '../use-field.ts';
import { useItemKeys } from '../use-item-keys.ts';

export interface RuleList {
  path: Path;
  place: FieldPlace;
  rules: readonly Json[];
  /** Of each rule, a name that stays with it. */
  keys: readonly string[];
  /** Keys of those that are open. */
  open: ReadonlySet<string>;
  toggle(key: string): void;
  /** Opens what will stand there. */
  openNext(index: number): void;
}

const noRules: readonly Json[] = [];

/** `path` is the same object from render to render. `fresh`: the reader has just asked for the first rule. */
export function useRuleList(path: Path, fresh = false): RuleList {
  const { focusPath } = useForm();
  const place = useFieldPlace(path, true);
  const rules = Array.isArray(place.value) ? place.value : noRules;
  const keys = useItemKeys(rules);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [opening, setOpening] = useState<number | null>(fresh || rules.length === 1 ? 0 : null);
  const led = focusPath !== null && isBelow(focusPath, path) ? focusPath[path.length] : undefined;
  const ledKey = typeof led === 'number' ? keys[led] : undefined;
  const openingKey = opening === null ? undefined : keys[opening];
  useEffect(() => {
    const wanted = [ledKey, openingKey].filter((key) => key !== undefined);
    if (wanted.length > 0) setOpen((before) => new Set([...before, ...wanted]));
    if (openingKey !== undefined) setOpening(null);
  }, [ledKey, openingKey]);
  const toggle = (key: string) =>
    setOpen((before) => {
      const next = new Set(before);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  return { path, place, rules, keys, open, toggle, openNext: setOpening };
}
