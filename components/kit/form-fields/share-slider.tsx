'use client';
/** A share in percent on a line; read-only it is a bar. */
import type { CSSProperties } from 'react';
import styles from './inputs.module.css';

export interface ShareSliderProps {
  label: string;
  /** Percent. */
  value: number;
  /** A colour of the theme. */
  colour: string;
  readOnly: boolean;
  onChange(value: number): void;
  /** The pointer or the keyboard takes it: the moment to remember what the others have. */
  onTake(): void;
}

export function ShareSlider({ label, value, colour, readOnly, onChange, onTake }: ShareSliderProps) {
  const style = { '--share': value, '--fill': colour } as CSSProperties;
  if (readOnly) return <span className={styles.bar} style={style} aria-hidden />;
  return (
    <input
      type="range"
      min={0}
      max={100}
      step={1}
      value={Math.round(value)}
      aria-label={label}
      aria-valuetext={`${Math.round(value)}\u00a0%`}
      className={styles.slider}
      style={style}
      onPointerDown={onTake}
      onFocus={onTake}
      onChange={(event) => onChange(Number(event.currentTarget.value))}
    />
  );
}
