'use client';
/**
 * Keeps a late commit of Next's router from undoing a newer address. Each write of the address starts a transition; when one commits,
 * the router writes the address that belonged to it (`HistoryUpdater` in next/dist/client/components/app-router.js), although a newer
 * one may have been written since. nuqs builds its next write on what stands in `location`: a letter typed meanwhile would be gone.
 */
import { useEffect } from 'react';

type Write = History['replaceState'];

/** How nuqs marks its own writes (historyUpdateMarker in nuqs/dist/patch-history). */
const nuqsMarker = '__nuqs__';

function isRouters(state: unknown): boolean {
  return typeof state === 'object' && state !== null && '__NA' in state;
}

/** `href` resolves an address against the page's. */
export function createUrlOrder(href: (url: string | URL) => string) {
  /** Written by nuqs and not yet seen in a commit of the router, oldest first. */
  let waiting: string[] = [];
  return {
    /** The address to write in place of `url`. */
    order(state: unknown, marker: string, url: string | URL | null | undefined): typeof url {
      if (url === null || url === undefined) return url;
      const address = href(url);
      if (marker === nuqsMarker) {
        waiting.push(address);
        return url;
      }
      const at = isRouters(state) ? waiting.indexOf(address) : -1;
      // Somebody else's navigation is where the reader goes now; the newest of ours has arrived.
      const newest = waiting.at(-1);
      waiting = at === -1 ? [] : waiting.slice(at + 1);
      return at === -1 || newest === undefined ? url : newest;
    },
    forget() {
      waiting = [];
    },
  };
}

export function useUrlOrder(): void {
  useEffect(() => {
    const order = createUrlOrder((url) => new URL(url, window.location.href).href);
    const { history } = window;
    const { pushState, replaceState } = history;
    const ordered =
      (write: Write): Write =>
      (state, marker, url) =>
        write.call(history, state, marker, order.order(state, marker, url));
    history.pushState = ordered(pushState);
    history.replaceState = ordered(replaceState);
    window.addEventListener('popstate', order.forget);
    return () => {
      history.pushState = pushState;
      history.replaceState = replaceState;
      window.removeEventListener('popstate', order.forget);
    };
  }, []);
}
