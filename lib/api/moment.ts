/**
 * Where a server's knowledge of the world stood: told with each answer (header) and by the stream (event), so that a page knows when
 * something has happened between an answer and the opening of its stream.
 */

export interface Moment {
  /** One run of one server; numbers of different runs say nothing about each other. */
  epoch: string;
  /** Rises with each change of objects or rights. */
  revision: number;
  /** Rises with each reading of metrics. */
  readings: number;
}

/** Of every answer: the moment before it was made. */
export const momentHeader = 'x-sluice-moment';

/** `epoch.revision.readings` */
export function momentText({ epoch, revision, readings }: Moment): string {
  return `${epoch}.${revision}.${readings}`;
}

/** Null for what is no moment. */
export function readMoment(text: string | null): Moment | null {
  const [, epoch, revision, readings] = /^([\w-]+)\.(\d+)\.(\d+)$/.exec(text ?? '') ?? [];
  return epoch === undefined ? null : { epoch, revision: Number(revision), readings: Number(readings) };
}

/** What an answer of one moment may lack at another: null, the newest metrics, or anything. */
export function lackOf(answered: Moment, now: Moment): 'metrics' | 'anything' | null {
  if (answered.epoch !== now.epoch || answered.revision < now.revision) return 'anything';
  return answered.readings < now.readings ? 'metrics' : null;
}
