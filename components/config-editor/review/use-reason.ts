'use client';
/** The reason of an apply, kept in this tab for its drafts: a sign-in that ends in the middle, or a reload, takes nothing away. */
import { useEffect, useState } from 'react';

const key = 'sluice-reason';

interface Kept {
  drafts: readonly string[];
  reason: string;
}

export function useReason(drafts: readonly string[]): [reason: string, write: (reason: string) => void] {
  const ids = drafts.join(',');
  const [reason, setReason] = useState('');
  useEffect(() => {
    const kept = read();
    // What is written meanwhile is no draft any more: the reason is that of the rest, too.
    if (ids !== '' && kept !== null && ids.split(',').every((one) => kept.drafts.includes(one)))
      setReason(kept.reason);
  }, [ids]);
  return [
    reason,
    (next) => {
      setReason(next);
      write(next === '' ? null : { drafts, reason: next });
    },
  ];
}

/** They are written, or given up. */
export function forgetReason(): void {
  write(null);
}

function read(): Kept | null {
  try {
    const value = JSON.parse(window.sessionStorage.getItem(key) ?? 'null');
    return Array.isArray(value?.drafts) && typeof value.reason === 'string' ? value : null;
  } catch {
    return null;
  }
}

/** A storage that is closed keeps nothing; the reason still stands in the field. */
function write(kept: Kept | null): void {
  try {
    if (kept === null) window.sessionStorage.removeItem(key);
    else window.sessionStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // See above.
  }
}
