'use client';
/** The suggestions below a field, as a listbox over everything; the focus stays in the field. */
import { type RefObject, useLayoutEffect, useRef } from 'react';
import { placePopover } from '#components/ui/layers/popover-place.ts';
import styles from './inputs.module.css';

export interface Option {
  value: string;
  /** Beside it, dim: e.g. how many pods it has. */
  detail?: string;
}

export const optionId = (list: string, index: number): string => `${list}-${index}`;

export interface OptionListProps {
  id: string;
  label: string;
  anchor: RefObject<HTMLElement | null>;
  options: readonly Option[];
  active: number | null;
  onChoose(value: string): void;
}

export function OptionList({ id, label, anchor, options, active, onChoose }: OptionListProps) {
  const panel = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = panel.current;
    const rect = anchor.current?.getBoundingClientRect();
    if (element === null || rect === undefined) return;
    element.showPopover?.();
    const width = Math.max(rect.width, 220);
    const viewport = { width: window.innerWidth, height: window.innerHeight };
    const { left, top, maxHeight } = placePopover(rect, viewport, width, 'start');
    const height = Math.min(element.scrollHeight + 2, 260);
    const above = rect.bottom + height + 12 > viewport.height && rect.top > height + 12;
    element.style.left = `${left}px`;
    element.style.width = `${width}px`;
    element.style.top = `${above ? rect.top - height - 4 : top - 2}px`;
    element.style.maxHeight = `${Math.min(260, above ? height : maxHeight)}px`;
  });
  useLayoutEffect(() => {
    if (active !== null) panel.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div ref={panel} id={id} popover="manual" role="listbox" aria-label={label} className={styles.options}>
      {options.map(({ value, detail }, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
        <div
          key={value}
          id={optionId(id, index)}
          role="option"
          aria-selected={index === active}
          className={styles.option}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(value)}
        >
          <span>{value}</span>
          {detail !== undefined && <span className={styles.detail}>{detail}</span>}
        </div>
      ))}
    </div>
  );
}
