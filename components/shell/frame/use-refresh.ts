'use client';
/** The reader's choice of refresh (lib/client/queries/refresh.ts): from the URL, else as this browser remembers it. */
import { createParser, useQueryState } from 'nuqs';
import { useCallback, useEffect, useState } from 'react';
import { preferenceCookie } from '#components/ui/theme/theme-cookie.ts';
import { type Refresh, readRefresh, refreshCookie, refreshText } from '#lib/client/queries/refresh.ts';

const parser = createParser<Refresh>({ parse: readRefresh, serialize: refreshText });

function remembered(): Refresh | null {
  const entry = document.cookie.split('; ').find((text) => text.startsWith(`${refreshCookie}=`));
  return readRefresh(entry?.slice(refreshCookie.length + 1));
}

export function useRefresh(): [Refresh, (refresh: Refresh) => void] {
  const [inUrl, setInUrl] = useQueryState('refresh', parser);
  const [chosen, setChosen] = useState<Refresh>('live');
  // The server does not read the cookie: the first frame is the same everywhere.
  useEffect(() => setChosen((before) => remembered() ?? before), []);
  const choose = useCallback(
    (next: Refresh) => {
      setChosen(next);
      if (next !== 'paused') {
        // biome-ignore lint/suspicious/noDocumentCookie: the cookie store API is absent from Firefox
        document.cookie = preferenceCookie(refreshCookie, refreshText(next), next === 'live' ? 0 : undefined);
      }
      if (inUrl !== null) void setInUrl(next);
    },
    [inUrl, setInUrl],
  );
  return [inUrl ?? chosen, choose];
}
