'use client';
/**
 * A field for an expression: coloured as it is typed, completed from the graph, its problem told below.
 * A combobox as WAI-ARIA draws it: the focus stays in the field. https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
 */
import dynamic from 'next/dynamic';
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import type { Graph } from '#lib/api/traffic/graph.ts';
import { parseFind } from '#lib/graph/find/parse.ts';
import styles from './find.module.css';
import { FindFoot } from './find-foot.tsx';
import { Highlight } from './highlight.tsx';
import { ProblemLine } from './problem-line.tsx';
import { type SearchKind, useSaved } from './saved-searches.ts';
import { optionId, SuggestionList } from './suggestion-list.tsx';
import { insertOf, suggestionsFor } from './suggestions.ts';

const FindHelp = dynamic(() => import('./find-help.tsx').then((module) => module.FindHelp), { ssr: false });

export interface ExpressionFieldProps {
  kind: SearchKind;
  graph: Graph;
  value: string;
  label: string;
  placeholder: string;
  /** Below the field as part of the page, or over the page while the field has the focus. */
  list: 'inline' | 'floating';
  onChange: (value: string) => void;
  /** Enter, when no option is chosen. */
  onEnter: (backwards: boolean) => void;
  /** The focus has left the field. */
  onLeave?: () => void;
  leading?: ReactNode;
  trailing?: ReactNode;
  /** Marks it as the page's find field: "/" focuses it. */
  find?: boolean;
}

export function ExpressionField(props: ExpressionFieldProps) {
  const { kind, graph, value, label, placeholder, list, leading, trailing, find } = props;
  const { onChange, onEnter, onLeave } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const mirror = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const [help, setHelp] = useState(false);
  const [cursor, setCursor] = useState(value.length);
  const [active, setActive] = useState<number | null>(null);
  const saved = useSaved(kind);
  const parsed = parseFind(value);
  const problem = parsed.ok ? null : parsed.error;
  const shown = open || list === 'inline';
  const suggestions = shown
    ? suggestionsFor({ kind, text: value, cursor, graph, saved })
    : { from: 0, to: 0, items: [] };
  const { items } = suggestions;
  // While there is something to go on with, an unfinished expression is not yet a wrong one.
  const unfinished =
    problem !== null && items.length > 0 && cursor === value.length && problem.to >= value.trimEnd().length;
  const told = problem !== null && !(unfinished && open) ? problem : null;

  const write = (from: number, to: number, insert: string) => {
    const next = `${value.slice(0, from)}${insert}${value.slice(to)}`;
    onChange(next);
    setActive(null);
    setCursor(from + insert.length);
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(from + insert.length, from + insert.length);
    });
  };
  const choose = (index: number) => {
    const item = items[index];
    if (item === undefined) return;
    write(suggestions.from, suggestions.to, insertOf(item));
    if (item.type !== 'completion') setOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      if (items.length === 0) return;
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive(
        active === null ? (step === 1 ? 0 : items.length - 1) : (active + step + items.length) % items.length,
      );
    } else if ((event.key === 'Enter' || event.key === 'Tab') && active !== null) {
      event.preventDefault();
      choose(active);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      setOpen(false);
      onEnter(event.shiftKey);
    } else if (event.key === 'Escape' && (active !== null || (open && value !== ''))) {
      event.stopPropagation();
      event.preventDefault();
      setActive(null);
      setOpen(false);
    } else if (event.key === 'Escape' && value !== '') {
      event.stopPropagation();
      event.preventDefault();
      onChange('');
    }
  };

  return (
    <div className={styles.box} data-list={list}>
      <div className={styles.input} data-wrong={told !== null || undefined}>
        {leading}
        <div className={styles.text}>
          <div ref={mirror} className={styles.mirror} aria-hidden>
            <Highlight text={value} problem={told} />
          </div>
          <input
            ref={input}
            type="text"
            role="combobox"
            data-find={find || undefined}
            value={value}
            aria-label={label}
            aria-expanded={shown && items.length > 0}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={active === null ? undefined : optionId(`${id}-list`, active)}
            aria-invalid={told !== null}
            aria-describedby={told === null ? undefined : `${id}-problem`}
            placeholder={placeholder}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            maxLength={1000}
            onFocus={() => setOpen(true)}
            onBlur={() => {
              setOpen(false);
              setActive(null);
              onLeave?.();
            }}
            onChange={(event) => {
              setOpen(true);
              setActive(null);
              setCursor(event.currentTarget.selectionStart ?? event.currentTarget.value.length);
              onChange(event.currentTarget.value);
            }}
            onSelect={(event) => setCursor(event.currentTarget.selectionStart ?? 0)}
            onScroll={(event) => {
              if (mirror.current) mirror.current.scrollLeft = event.currentTarget.scrollLeft;
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        {trailing}
      </div>
      {(shown || told !== null) && (
        // biome-ignore lint/a11y/noStaticElementInteractions: only keeps the focus where it is
        <div className={styles.panel} onMouseDown={(event) => event.preventDefault()}>
          {told && <ProblemLine id={`${id}-problem`} problem={told} onReplace={write} />}
          {shown && items.length > 0 && (
            <SuggestionList id={`${id}-list`} items={items} active={active} onChoose={choose} />
          )}
          {shown && (
            <FindFoot kind={kind} value={value} readable={problem === null} onHelp={() => setHelp(true)} />
          )}
        </div>
      )}
      {help && <FindHelp onClose={() => setHelp(false)} />}
    </div>
  );
}
