'use client';
/**
 * A menu at a point of the window, opened by right click, long press or key. It is open as long as it is there; Escape, Tab, a
 * press elsewhere, scrolling and a resize close it, and the focus goes back to where it was. Not the platform's light
 * dismissal: that would take the end of a long press for a press elsewhere.
 */
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { focusCurrent, type MenuSection, moveFocus, Sections } from './menu.tsx';
import styles from './popover.module.css';
import { placeMenu } from './popover-place.ts';

export interface MenuPlace {
  readonly x: number;
  readonly y: number;
  /** Opened by key: the first entry has the focus at once; else the menu itself. */
  readonly byKey: boolean;
}

export interface ContextMenuProps {
  label: string;
  /** Pixels of the window. */
  at: MenuPlace;
  /** Pixels. */
  width: number;
  /** What the menu is about, in its first line; null for none. */
  title: string | null;
  sections: readonly MenuSection[];
  onClose: () => void;
}

export function ContextMenu({ label, at, width, title, sections, onClose }: ContextMenuProps) {
  const panel = useRef<HTMLDivElement>(null);
  const latestClose = useRef(onClose);
  const latestAt = useRef(at);
  const [height, setHeight] = useState<number | null>(null);
  useEffect(() => {
    latestClose.current = onClose;
  });
  useLayoutEffect(() => {
    const element = panel.current;
    if (element === null) return;
    const before = document.activeElement;
    element.showPopover();
    setHeight(element.offsetHeight);
    if (latestAt.current.byKey) focusCurrent(element);
    else element.focus();
    const close = () => latestClose.current();
    const onPress = (event: PointerEvent) => {
      if (!(event.target instanceof Node && element.contains(event.target))) close();
    };
    document.addEventListener('pointerdown', onPress, true);
    window.addEventListener('resize', close);
    window.addEventListener('wheel', close, { passive: true });
    return () => {
      document.removeEventListener('pointerdown', onPress, true);
      window.removeEventListener('resize', close);
      window.removeEventListener('wheel', close);
      const inside = element.contains(document.activeElement) || document.activeElement === document.body;
      if (inside && before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  const place = placeMenu(at, { width, height: height ?? 0 }, { width: innerWidth, height: innerHeight });
  return (
    <div
      ref={panel}
      popover="manual"
      role="menu"
      tabIndex={-1}
      aria-label={label}
      className={styles.panel}
      style={{ width, ...place }}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        // Keys belong to the menu: the page's own would act behind it.
        event.stopPropagation();
        if (event.key === 'Escape' || event.key === 'Tab') {
          event.preventDefault();
          onClose();
        } else moveFocus(event);
      }}
    >
      {title !== null && (
        <div className={styles.subject} aria-hidden>
          {title}
        </div>
      )}
      <Sections sections={sections} close={onClose} />
    </div>
  );
}
