'use client';
/** Copies a text, and says for a moment that it did. */
import { useEffect, useRef, useState } from 'react';

const toldMs = 2000;

export function useCopied(): { copied: boolean; copy(text: string): void } {
  const [copied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    copied,
    copy: (text) => {
      // Without a secure context there is no clipboard at all.
      void navigator.clipboard?.writeText(text).then(
        () => {
          setCopied(true);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => setCopied(false), toldMs);
        },
        () => undefined,
      );
    },
  };
}
