'use client';
/** Keys that work everywhere: the palette, help, find, and "g" with a page's letter. Typing in a field is left alone. */
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useScope } from '../use-scope.ts';
import { allPages } from './pages.ts';

/** The second key of a sequence has to follow within this time. */
export const sequenceMs = 1200;

export function commandKeyName(): string {
  return /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';
}

export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** A dialog or menu lies over the page and has the keys. */
export function isUnderLayer(): boolean {
  return (
    document.querySelector('dialog[open], [popover]:is([role="menu"], [role="dialog"]):popover-open') !== null
  );
}

/** Focuses the page's own find field, the element marked `data-find`. */
function focusFind(): boolean {
  const field = document.querySelector<HTMLElement>('[data-find]');
  field?.focus();
  return field !== null;
}

export function useShortcuts(open: { palette(): void; help(): void }): void {
  const router = useRouter();
  const { namespaces, range } = useScope();
  useEffect(() => {
    let goAtMs = Number.NEGATIVE_INFINITY;
    const onKeyDown = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        open.palette();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isUnderLayer()) return;
      const page =
        event.timeStamp - goAtMs < sequenceMs ? allPages.find(({ key }) => key === event.key) : undefined;
      goAtMs = event.key === 'g' && page === undefined ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (page !== undefined) router.push(page.href({ namespaces, range }));
      else if (event.key === '?') open.help();
      else if (event.key === '/') {
        event.preventDefault();
        if (!focusFind()) open.palette();
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [router, namespaces, range, open]);
}
