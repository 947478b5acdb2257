'use client';
/** The last good picture of what is looked at, for when the next one cannot be had: never an empty screen after a good one. */
import { useState } from 'react';
import { ApiError } from '#lib/client/call/api-error.ts';

/** What may not be seen any more is not kept. `of` names what is looked at, whatever the moment. */
export function useKept<T>(data: T | undefined, error: unknown, of: string): T | undefined {
  const [kept, setKept] = useState<{ data: T; of: string } | null>(null);
  if (data !== undefined && (kept === null || kept.data !== data || kept.of !== of)) setKept({ data, of });
  if (data !== undefined) return data;
  const denied =
    error instanceof ApiError && (error.code === 'forbidden' || error.code === 'unauthenticated');
  return denied || kept === null || kept.of !== of ? undefined : kept.data;
}
