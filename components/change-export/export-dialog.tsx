'use client';
/** The export of changes, loaded when somebody asks for it: patches and commands weigh more than the button. */
import { lazy, Suspense } from 'react';
import type { ExportedChange } from './export-content.tsx';

const ExportContent = lazy(() =>
  import('./export-content.tsx').then((module) => ({ default: module.ExportContent })),
);

export function ExportDialog(props: { items: readonly ExportedChange[]; onClose: () => void }) {
  return (
    <Suspense fallback={null}>
      <ExportContent {...props} />
    </Suspense>
  );
}
