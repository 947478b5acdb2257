'use client';
/** Content wider than the screen scrolls sideways in its own box, by keyboard too, and shows where it goes on. */
import type { ReactNode } from 'react';
import styles from './scroll-edges.module.css';
import { scrollEdges } from './scroll-edges.ts';

export function ScrollRegion({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
    <section ref={scrollEdges} aria-label={label} tabIndex={0} className={styles.edges}>
      {children}
    </section>
  );
}
