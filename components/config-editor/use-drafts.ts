'use client';
/** The drafts of the signed-in account, and the one of an object that is being edited. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { useInBrowser } from '#components/shell/use-in-browser.ts';
import { type Drafts, openDrafts } from '#lib/client/drafts/drafts.ts';
import { queries } from '#lib/client/queries/queries.ts';

const opened = new Map<string, Drafts>();

function draftsOf(cluster: string, user: string): Drafts {
  const owner = JSON.stringify([cluster, user]);
  const known = opened.get(owner);
  if (known !== undefined) return known;
  const drafts = openDrafts(window.localStorage, { cluster, user }, Date.now());
  window.addEventListener('storage', ({ key }) => drafts.changedElsewhere(key));
  opened.set(owner, drafts);
  return drafts;
}

/** Null until it is known whose they are. In the browser only. */
export function useDrafts(): Drafts | null {
  const { data } = useQuery(queries.whoami());
  const inBrowser = useInBrowser();
  return data === undefined || !inBrowser ? null : draftsOf(data.cluster.name, data.user.name);
}

/** Draws again whenever a draft changes. */
export function useDraftList(drafts: Drafts | null): ReturnType<Drafts['list']> {
  useSyncExternalStore(drafts?.subscribe ?? (() => () => {}), drafts?.revision ?? (() => 0), () => 0);
  return drafts?.list() ?? [];
}

const saveAfterMs = 350;

/**
 * Keeps what `draft` answers, some moments after each change of the session and when the page is left; null takes the draft away.
 * `told`: whether the storage took it.
 */
export function useKeeping(
  drafts: Drafts,
  id: string,
  session: { subscribe(listener: () => void): () => void; readonly isClosed: boolean },
  draft: () => Parameters<Drafts['put']>[0] | null,
  told: (kept: boolean) => void,
): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let open = false;
    const flush = () => {
      clearTimeout(timer);
      // Who gave the text up has taken its draft away: the last keystroke does not bring it back.
      if (!open || session.isClosed) return;
      open = false;
      const now = draft();
      if (now === null) drafts.remove(id);
      else told(drafts.put(now));
    };
    const leave = session.subscribe(() => {
      open = true;
      clearTimeout(timer);
      timer = setTimeout(flush, saveAfterMs);
    });
    const hidden = () => {
      if (document.visibilityState === 'hidden') flush();
    };
    window.addEventListener('pagehide', flush);
    document.addEventListener('visibilitychange', hidden);
    return () => {
      leave();
      flush();
      window.removeEventListener('pagehide', flush);
      document.removeEventListener('visibilitychange', hidden);
    };
  }, [drafts, id, session, draft, told]);
}
