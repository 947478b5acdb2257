'use client';
/** A menu below its button, worked by arrow keys (WAI-ARIA menu button pattern). */
import { Check } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import styles from './popover.module.css';
import { Popover, type TriggerProps } from './popover.tsx';

export interface MenuEntry {
  key: string;
  text: string;
  /** Of the text, where it is not the page's language. */
  lang?: string;
  /** Given: one of several choices, and whether it is the present one. */
  checked?: boolean;
  disabled?: boolean;
  /** A line of explanation. */
  detail?: string;
  /** A switch of its own: the menu stays open. */
  stays?: boolean;
  /** The key that does the same. */
  hint?: string;
  onSelect(): void;
}

export interface MenuSection {
  /** Shown above its entries. */
  label?: string;
  className?: string;
  entries: readonly MenuEntry[];
}

export interface MenuProps {
  label: string;
  /** Pixels. */
  width: number;
  align?: 'start' | 'end';
  trigger(props: TriggerProps): ReactNode;
  sections: readonly MenuSection[];
}

function itemsOf(menu: Element): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]')].filter(
    (item) => item.getClientRects().length > 0,
  );
}

export function moveFocus(event: KeyboardEvent): void {
  const items = itemsOf(event.currentTarget);
  const at = items.findIndex((item) => item.matches(':focus'));
  const targets: Record<string, number> = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  };
  const target = targets[event.key];
  if (target === undefined) return;
  event.preventDefault();
  items[target]?.focus();
}

export function focusCurrent(menu: HTMLElement): void {
  const items = itemsOf(menu);
  (items.find((item) => item.ariaChecked === 'true') ?? items[0])?.focus();
}

export function Sections({ sections, close }: { sections: readonly MenuSection[]; close: () => void }) {
  return (
    <>
      {sections.map(({ label, className, entries }, index) => (
        <fieldset
          // biome-ignore lint/suspicious/noArrayIndexKey: sections have no other name, and their order is fixed
          key={index}
          className={`${styles.group} ${className ?? ''}`}
          aria-label={label}
        >
          {label !== undefined && (
            <div className={styles.label} aria-hidden>
              {label}
            </div>
          )}
          {entries.map(({ key, text, detail, lang, checked, disabled, stays, hint, onSelect }) => (
            // biome-ignore lint/a11y/useAriaPropsSupportedByRole: checked goes with radio and checkbox items only
            <button
              key={key}
              type="button"
              role={checked === undefined ? 'menuitem' : stays ? 'menuitemcheckbox' : 'menuitemradio'}
              aria-checked={checked}
              aria-disabled={disabled}
              aria-keyshortcuts={hint}
              tabIndex={-1}
              lang={lang}
              className={styles.item}
              onClick={() => {
                if (disabled) return;
                if (!stays) close();
                onSelect();
              }}
            >
              {detail === undefined ? (
                text
              ) : (
                <span className={styles.words}>
                  {text}
                  <span>{detail}</span>
                </span>
              )}
              {checked && <Check size={14} aria-hidden />}
              {hint !== undefined && (
                <span className={styles.hint} aria-hidden>
                  {hint}
                </span>
              )}
            </button>
          ))}
        </fieldset>
      ))}
    </>
  );
}

export function Menu({ sections, ...popover }: MenuProps) {
  return (
    <Popover role="menu" onKeyDown={moveFocus} onOpen={focusCurrent} {...popover}>
      {(close) => <Sections sections={sections} close={close} />}
    </Popover>
  );
}
