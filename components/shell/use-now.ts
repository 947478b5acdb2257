'use client';
/** The time, in Unix seconds on the server's clock, renewed at a beat; for ages. */
import { useEffect, useState } from 'react';
import { serverNow } from '#lib/client/call/server-clock.ts';
import { whileVisible } from '#lib/client/stream/while-visible.ts';

export function useNow(beatMs = 1000): number {
  const [now, setNow] = useState(() => serverNow());
  useEffect(() => {
    const look = () => setNow(serverNow());
    look();
    return whileVisible(document, look, beatMs);
  }, [beatMs]);
  return now;
}
