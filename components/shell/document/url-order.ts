'use client';
/**
 * Keeps a late commit of Next's router from undoing a newer address. Each write of the address starts a transition; when one commits,
 * the router writes the address that belonged to it (`HistoryUpdater` in next/dist/client/components/app-router.js), although a newer
 * one may have been written since. nuqs builds its next write on what stands in `location`: a letter typed meanwhile would be gone.
 * And keeps a late letter from undoing a link: the router drops a navigation that is on its way when an address is written
 * (`pending.discarded` in next/dist/client/components/app-router-instance.js), so that one is written past the router.
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

/** The page that a followed link leads to, when it is another one of ours. */
function pathOfLink(event: MouseEvent): string | null {
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!isPlain || link === null || link.target !== '' || link.origin !== window.location.origin) return null;
  return link.pathname === window.location.pathname ? null : link.pathname;
}

/** A navigation that has not come after so long does not come. */
const mostLeavingMs = 10_000;

/** Whether the reader has followed a link to another page and is still here. */
function watchLeaving() {
  let left: { from: string; atMs: number } | null = null;
  const onClick = (event: MouseEvent) => {
    if (pathOfLink(event) !== null) left = { from: window.location.pathname, atMs: Date.now() };
  };
  window.addEventListener('click', onClick, true);
  return {
    isLeaving: () =>
      left !== null && left.from === window.location.pathname && Date.now() - left.atMs < mostLeavingMs,
    stop: () => window.removeEventListener('click', onClick, true),
  };
}

export function useUrlOrder(): void {
  useEffect(() => {
    const order = createUrlOrder((url) => new URL(url, window.location.href).href);
    const leaving = watchLeaving();
    const { history } = window;
    const { pushState, replaceState } = history;
    const ordered =
      (write: Write): Write =>
      (state, marker, url) => {
        if (marker === nuqsMarker && write === replaceState && leaving.isLeaving())
          History.prototype.replaceState.call(history, history.state, '', url);
        else write.call(history, state, marker, order.order(state, marker, url));
      };
    history.pushState = ordered(pushState);
    history.replaceState = ordered(replaceState);
    window.addEventListener('popstate', order.forget);
    return () => {
      leaving.stop();
      history.pushState = pushState;
      history.replaceState = replaceState;
      window.removeEventListener('popstate', order.forget);
    };
  }, []);
}
