/**
 * Releases as VirtualServices carry them: the one that a release is anchored at holds its record as JSON in an annotation, with
 * the phase; others that it steers hold the release's id. What cannot be read is no release.
 */
import type { VirtualService } from '../../istio/objects.ts';
import { releaseAnnotation } from '../../splits/record/annotation.ts';

/** Aborted and promoted releases are over, though their record stays until it is taken off. */
const runningPhases: ReadonlySet<unknown> = new Set(['Progressing', 'Paused']);

interface ReleaseMark {
  id: string;
  phase: unknown;
}

/** The VirtualServices that a running release steers. */
export function runningReleases(virtualServices: readonly VirtualService[]): ReadonlySet<VirtualService> {
  const marks = virtualServices.flatMap((virtualService) => {
    const mark = readMark(virtualService.metadata.annotations?.[releaseAnnotation]);
    return mark === null ? [] : [{ virtualService, ...mark }];
  });
  const running = new Set(marks.filter(({ phase }) => runningPhases.has(phase)).map(({ id }) => id));
  return new Set(marks.filter(({ id }) => running.has(id)).map(({ virtualService }) => virtualService));
}

function readMark(text: string | undefined): ReleaseMark | null {
  if (text === undefined) return null;
  try {
    const record: unknown = JSON.parse(text);
    if (typeof record !== 'object' || record === null || !('id' in record)) return null;
    const { id } = record;
    if (typeof id !== 'string' || id === '') return null;
    return { id, phase: 'phase' in record ? record.phase : undefined };
  } catch {
    return null;
  }
}
