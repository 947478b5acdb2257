'use client';
/** A heading that tells an outcome: it is read out, and takes the focus where the button that led here is gone with it. */
import { type ReactNode, useEffect, useRef } from 'react';

export function NewsTitle({ title }: { title: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each news
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus();
  }, [title]);
  return (
    <h1 ref={heading} tabIndex={-1} aria-live="polite">
      {title}
    </h1>
  );
}
