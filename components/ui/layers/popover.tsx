'use client';
/**
 * A panel that opens below its button: the platform's popover, which closes by Escape and by a click elsewhere,
 * lies above everything and gives the focus back. Its content lives only while it is open.
 */
import {
  type KeyboardEventHandler,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import styles from './popover.module.css';
import { type PopoverPlace, placePopover } from './popover-place.ts';

/** To spread on the button. */
export interface TriggerProps {
  ref: RefObject<HTMLButtonElement | null>;
  popoverTarget: string;
  'aria-expanded': boolean;
  'aria-haspopup': 'dialog' | 'menu';
}

export interface PopoverProps {
  label: string;
  /** Pixels. */
  width: number;
  align?: 'start' | 'end';
  role?: 'dialog' | 'menu';
  trigger(props: TriggerProps): ReactNode;
  onKeyDown?: KeyboardEventHandler;
  /** The panel is on screen: the moment to move the focus into it. Without it the focus stays on the button. */
  onOpen?(panel: HTMLElement): void;
  children(close: () => void): ReactNode;
}

export function Popover({
  label,
  width,
  align = 'start',
  role = 'dialog',
  trigger,
  onKeyDown,
  onOpen,
  children,
}: PopoverProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  /** Null while closed. */
  const [place, setPlace] = useState<PopoverPlace | null>(null);
  const opened = place !== null;

  const follow = useCallback(() => {
    const rect = button.current?.getBoundingClientRect();
    const viewport = { width: window.innerWidth, height: window.innerHeight };
    if (rect !== undefined) setPlace(placePopover(rect, viewport, width, align));
  }, [width, align]);

  useEffect(() => {
    if (!opened) return;
    window.addEventListener('resize', follow);
    return () => window.removeEventListener('resize', follow);
  }, [opened, follow]);

  return (
    <>
      {trigger({ ref: button, popoverTarget: id, 'aria-expanded': opened, 'aria-haspopup': role })}
      {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: a dialog or a menu, both are named */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a dialog or a menu; keys are a menu's */}
      <div
        ref={panel}
        id={id}
        popover="auto"
        role={role}
        aria-label={label}
        className={styles.panel}
        style={{ width, ...place }}
        onKeyDown={onKeyDown}
        onBeforeToggle={(event) => {
          if (event.newState === 'open') follow();
        }}
        onToggle={(event) => {
          // Only now: while it hides, the platform looks whether the focus was inside.
          if (event.newState === 'closed') setPlace(null);
          else onOpen?.(event.currentTarget);
        }}
      >
        {opened && children(() => panel.current?.hidePopover())}
      </div>
    </>
  );
}
