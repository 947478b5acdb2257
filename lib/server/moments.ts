/** The server's own place in time, as its answers and its stream tell it. */
import { randomBytes } from 'node:crypto';
import type { Moment } from '#lib/api/moment.ts';
import type { Snapshot } from './kubernetes/snapshot.ts';

export interface Moments {
  now(): Moment;
  /** A reading of metrics is in. */
  noteReading(): void;
}

export function createMoments(snapshot: Pick<Snapshot, 'revision'>): Moments {
  const epoch = randomBytes(6).toString('base64url');
  let readings = 0;
  return {
    now: () => ({ epoch, revision: snapshot.revision(), readings }),
    noteReading: () => {
      readings += 1;
    },
  };
}
