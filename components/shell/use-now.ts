'use client';
/** The time, in Unix seconds on the server's clock, renewed at a beat; for ages. */
import { useEffect, useState } from 'react';
import { serverNow } from '#lib/client/server-clock.ts';

export function useNow(beatMs = 1000): number {
  const [now, setNow] = useState(() => serverNow());
  useEffect(() => {
    let timer: ReturnType<typeof setInterval> | undefined;
    // A hidden tab does no work: it learns the time when it is shown.
    const follow = () => {
      clearInterval(timer);
      if (document.visibilityState !== 'visible') return;
      setNow(serverNow());
      timer = setInterval(() => setNow(serverNow()), beatMs);
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', follow);
    };
  }, [beatMs]);
  return now;
}
