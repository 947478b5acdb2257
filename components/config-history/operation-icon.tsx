/** What happened, as a shape: the word stands beside it. */
import { Eye, Pencil, Plus, Trash2 } from 'lucide-react';
import type { RevisionEntry } from '#lib/api/configuration/history.ts';

const icons = { 'first-seen': Eye, created: Plus, changed: Pencil, deleted: Trash2 } as const;

export function OperationIcon({ operation }: { operation: RevisionEntry['operation'] }) {
  const Icon = icons[operation];
  return <Icon size={14} aria-hidden />;
}
