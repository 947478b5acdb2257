'use client';
/** What an entry of the timeline says, in a sentence, and its icon. */
import {
  ArrowRight,
  Check,
  CircleX,
  Flag,
  type LucideIcon,
  MessageSquare,
  Pause,
  Play,
  RotateCcw,
  Shield,
  Split,
  SquarePen,
  Trash2,
  Undo2,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { TimelineEntry } from '#lib/api/splits/split-live.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { useShareText } from '../use-share-text.ts';
import { useBecause } from './use-because.ts';

export const entryIcons: Readonly<Record<TimelineEntry['kind'], LucideIcon>> = {
  start: Split,
  advance: ArrowRight,
  set: ArrowRight,
  pause: Pause,
  resume: Play,
  promote: Flag,
  abort: CircleX,
  finish: Check,
  restore: Undo2,
  adopt: SquarePen,
  reapply: RotateCcw,
  note: MessageSquare,
  guard: Shield,
  cleanup: Trash2,
  'end-fault': Check,
  changed: SquarePen,
  deleted: Trash2,
  'guard-abort': CircleX,
  'guard-advance': ArrowRight,
};

export function useEntrySentence(): (entry: TimelineEntry) => ReactNode {
  const t = useTranslations('release.events');
  const share = useShareText();
  const format = useFormat();
  return (entry) => {
    const { kind, from, to, guard } = entry;
    const said = {
      b: (chunks: ReactNode) => <b>{chunks}</b>,
      by: entry.by ?? t('somebody'),
      from: share.whole(from),
      to: share.whole(to),
      text: entry.text ?? '',
      name: entry.object?.name ?? '',
    };
    const moved = to !== null && from !== null;
    switch (kind) {
      case 'start':
        return t.rich(to === null ? 'startPlain' : 'start', said);
      case 'set':
        return t.rich(moved ? 'set' : 'setTo', said);
      case 'adopt':
        return t.rich(to === null ? 'adoptPlain' : 'adopt', said);
      case 'reapply':
        return t.rich(to === null ? 'reapplyPlain' : 'reapply', said);
      case 'changed':
        return t.rich(moved ? 'changedTo' : 'changed', said);
      case 'guard':
        if (guard === null) return t.rich('guard', said);
        return t.rich(`guardTo.${guard.mode}`, {
          ...said,
          window: format.span(guard.windowSeconds),
          requests: format.count(guard.minimumRequests),
          points: format.decimal(guard.errorDelta, 1),
          ratio: format.decimal(guard.latencyRatio, 1),
        });
      case 'restore':
        return t.rich(entry.text === null ? 'restore' : 'restoreTo', said);
      case 'guard-abort':
        return t.rich('guardAbort', said);
      case 'guard-advance':
        return t.rich('guardAdvance', said);
      default:
        return t.rich(kind, said);
    }
  };
}

/** What stands beside the sentence: the revision, and how much of it was written. */
export function useEntryAsides(): (entry: TimelineEntry) => string {
  const t = useTranslations('release.events');
  const format = useFormat();
  const because = useBecause();
  return (entry) => {
    const { rev, written, total, kind } = entry;
    return [
      kind === 'note' ? '' : because(entry),
      written !== null && total !== null && written < total ? t('written', { written, total }) : '',
      rev === null ? '' : t('rev', { rev: format.count(rev) }),
    ]
      .filter((part) => part !== '')
      .join(', ');
  };
}
