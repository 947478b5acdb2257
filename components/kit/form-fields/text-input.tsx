'use client';
/**
 * A line of text that may have suggestions: a combobox as WAI-ARIA draws it, where any text may be typed.
 * https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
 */
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import styles from './inputs.module.css';
import { type Option, OptionList, optionId } from './option-list.tsx';

export interface TextInputProps {
  id?: string;
  label: string;
  value: string;
  onChange(value: string): void;
  /** A suggestion was chosen; without it, it counts as typed. */
  onChoose?(value: string): void;
  onLeave?(): void;
  /** Enter, where no suggestion is chosen. */
  onEnter?(): void;
  onEscape?(): void;
  onKeyDown?(event: KeyboardEvent<HTMLInputElement>): void;
  options?: readonly Option[];
  placeholder?: string;
  /** After the text, inside of the frame: % */
  unit?: string;
  wrong?: boolean;
  describedBy?: string;
  /** Code, where every letter counts. */
  code?: boolean;
  disabled?: boolean;
  numeric?: boolean;
  width?: number | undefined;
  autoFocus?: boolean;
  className?: string;
}

const mostOptions = 60;

export function TextInput(props: TextInputProps) {
  const { id, label, value, onChange, onLeave, onEnter, onEscape, options = [], placeholder, unit } = props;
  const { wrong = false, describedBy, code = false, disabled = false, numeric, width, className } = props;
  const list = useId();
  const box = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<'all' | 'some' | null>(null);
  const [active, setActive] = useState<number | null>(null);
  const shown = open === null ? [] : suggested(options, open === 'all' ? '' : value);
  const expanded = shown.length > 0 && !(shown.length === 1 && shown[0]?.value === value);
  const close = () => {
    setOpen(null);
    setActive(null);
  };
  const choose = (chosen: string) => {
    if (props.onChoose) props.onChoose(chosen);
    else onChange(chosen);
    close();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    props.onKeyDown?.(event);
    if (event.nativeEvent.isComposing || event.defaultPrevented) return;
    const option = active === null ? undefined : shown[active];
    if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && options.length > 0) {
      event.preventDefault();
      const count = suggested(options, open === 'some' ? value : '').length;
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setOpen(open ?? 'all');
      setActive(active === null ? (step === 1 ? 0 : count - 1) : (active + step + count) % count);
    } else if (event.key === 'Enter' && option !== undefined) {
      event.preventDefault();
      choose(option.value);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      close();
      if (onEnter) onEnter();
      else onLeave?.();
    } else if (event.key === 'Escape') {
      if (expanded) event.stopPropagation();
      if (expanded) close();
      else onEscape?.();
    }
  };
  return (
    <div
      ref={box}
      className={classNames(styles.box, className)}
      data-wrong={wrong || undefined}
      data-disabled={disabled || undefined}
      style={width === undefined ? undefined : { width }}
    >
      <input
        id={id}
        type="text"
        inputMode={numeric ? 'decimal' : undefined}
        {...(options.length > 0
          ? {
              role: 'combobox',
              'aria-expanded': expanded,
              'aria-controls': list,
              'aria-autocomplete': 'list' as const,
              'aria-activedescendant': active === null ? undefined : optionId(list, active),
            }
          : {})}
        aria-label={label}
        aria-invalid={wrong || undefined}
        aria-describedby={describedBy}
        className={classNames(code && styles.code, numeric && styles.number)}
        value={value}
        placeholder={placeholder}
        disabled={disabled}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        // biome-ignore lint/a11y/noAutofocus: only of a field that the reader has just asked for
        autoFocus={props.autoFocus}
        onClick={() => setOpen('all')}
        onFocus={(event) => {
          if (props.autoFocus) event.currentTarget.select();
        }}
        onChange={(event) => {
          setOpen('some');
          setActive(null);
          onChange(event.currentTarget.value);
        }}
        onBlur={() => {
          close();
          onLeave?.();
        }}
        onKeyDown={onKeyDown}
      />
      {unit !== undefined && (
        <span className={styles.unit} aria-hidden>
          {unit}
        </span>
      )}
      {expanded && (
        <OptionList id={list} label={label} anchor={box} options={shown} active={active} onChoose={choose} />
      )}
    </div>
  );
}

function suggested(options: readonly Option[], text: string): Option[] {
  const wanted = text.trim().toLowerCase();
  return options.filter(({ value }) => value.toLowerCase().includes(wanted)).slice(0, mostOptions);
}
