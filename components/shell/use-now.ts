'use client';
/** The time, in Unix seconds on the server's clock, renewed at a beat; for ages. */
import { useEffect, useState } from 'react';
import { serverNow } from '#lib/client/server-clock.ts';

export function useNow(beatMs = 1000): number {
  const [now, setNow] = useState(() => serverNow());
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), beatMs);
    return () => clearInterval(timer);
  }, [beatMs]);
  return now;
}
