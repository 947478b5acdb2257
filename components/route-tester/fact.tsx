'use client';
/** One line of what is done on the way. */
import type { ReactNode } from 'react';

export function Fact({ name, warned, children }: { name: string; warned?: boolean; children: ReactNode }) {
  return (
    <div data-warned={warned || undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
