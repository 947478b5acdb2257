'use client';
/** The name of a control that shows only an icon, on hover and on focus by keyboard; Escape takes it away (WCAG 1.4.13). */
import {
  type FocusEvent,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from 'react';
import styles from './popover.module.css';

const delayMs = 350;
const gap = 6;
const margin = 4;

export interface TooltipOptions {
  side?: 'below' | 'right';
  disabled?: boolean;
}

export interface Tooltip {
  /** To spread on the control. */
  anchorProps: {
    onPointerEnter(event: PointerEvent<HTMLElement>): void;
    onPointerLeave(): void;
    onPointerDown(): void;
    onFocus(event: FocusEvent<HTMLElement>): void;
    onBlur(): void;
    onKeyDown(event: KeyboardEvent): void;
  };
  /** To put beside the control. */
  bubble: ReactNode;
}

/** The bubble is hidden from screen readers: the control itself carries the same name. */
export function useTooltip(
  label: string,
  { side = 'below', disabled = false }: TooltipOptions = {},
): Tooltip {
  const [anchor, setAnchor] = useState<DOMRect | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const bubble = useRef<HTMLDivElement>(null);
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    const element = bubble.current;
    if (anchor === null || element === null) return;
    element.showPopover();
    const { width, height } = element.getBoundingClientRect();
    const wantedLeft = side === 'right' ? anchor.right + gap : anchor.left + anchor.width / 2 - width / 2;
    const top = side === 'right' ? anchor.top + anchor.height / 2 - height / 2 : anchor.bottom + gap;
    element.style.left = `${Math.max(margin, Math.min(wantedLeft, window.innerWidth - width - margin))}px`;
    element.style.top = `${top}px`;
  }, [anchor, side]);

  const hide = () => {
    clearTimeout(timer.current);
    setAnchor(null);
  };
  const show = (element: HTMLElement) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setAnchor(element.getBoundingClientRect()), delayMs);
  };
  return {
    anchorProps: {
      onPointerEnter: ({ currentTarget, pointerType }) => {
        if (pointerType === 'mouse' && !disabled) show(currentTarget);
      },
      onPointerLeave: hide,
      onPointerDown: hide,
      onFocus: ({ currentTarget, relatedTarget }) => {
        // A dialog that opens brings the focus with it: nobody went to this control, and its name would cover the first lines.
        const dialog = currentTarget.closest('dialog');
        if (dialog !== null && !dialog.contains(relatedTarget)) return;
        if (!disabled && currentTarget.matches(':focus-visible')) show(currentTarget);
      },
      onBlur: hide,
      onKeyDown: ({ key }) => {
        if (key === 'Escape') hide();
      },
    },
    bubble:
      anchor === null || disabled ? null : (
        <div ref={bubble} popover="manual" aria-hidden className={styles.tooltip}>
          {label}
        </div>
      ),
  };
}
