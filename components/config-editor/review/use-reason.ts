'use client';
/** The reason of an apply, kept in this tab for its drafts: a sign-in that ends in the middle, or a reload, takes nothing away. */
import { useEffect, useState } from 'react';

const key = 'sluice-reason';

interface Kept {
  drafts: string;
  reason: string;
}

export function useReason(drafts: readonly string[]): [reason: string, write: (reason: string) => void] {
  const id = drafts.join(',');
  const [reason, setReason] = useState('');
  useEffect(() => {
    const kept = read();
    if (kept?.drafts === id) setReason(kept.reason);
  }, [id]);
  return [
    reason,
    (next) => {
      setReason(next);
      write(next === '' ? null : { drafts: id, reason: next });
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
    return typeof value?.drafts === 'string' && typeof value.reason === 'string' ? value : null;
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
