'use client';
/** What there is of a kind, counted; pressed, only rows of the pressed kinds are shown. */
import type { ReactNode } from 'react';
import styles from './list-tools.module.css';

export interface FacetPill<Name extends string> {
  name: Name;
  text: string;
  count: string;
  mark: ReactNode;
  tone?: 'failing' | 'degraded';
}

export interface FacetPillsProps<Name extends string> {
  label: string;
  pills: readonly FacetPill<Name>[];
  pressed: readonly Name[];
  onPress(pressed: Name[]): void;
}

export function FacetPills<Name extends string>({ label, pills, pressed, onPress }: FacetPillsProps<Name>) {
  return (
    <fieldset className={styles.pills} aria-label={label}>
      {pills.map(({ name, text, count, mark, tone }) => {
        const active = pressed.includes(name);
        return (
          <button
            key={name}
            type="button"
            className={styles.pill}
            data-tone={tone}
            aria-pressed={active}
            onClick={() => onPress(active ? pressed.filter((one) => one !== name) : [...pressed, name])}
          >
            {mark}
            {text}
            <span className={styles.count}>{count}</span>
          </button>
        );
      })}
    </fieldset>
  );
}
