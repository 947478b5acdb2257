/**
 * Up to which moment the tab's answers are known to be good. What happens between an answer and the opening of the stream is told by
 * no event: when the stream greets with a later moment, the answers are old. So is one that was on its way when an event came.
 */
import { lackOf, type Moment, readMoment } from '#lib/api/moment.ts';

export interface Answered {
  /** The moment of an answer, as its header says. */
  note(text: string | null): void;
  /** The stream stands: what the answers until now may lack. */
  greet(now: Moment): 'metrics' | 'anything' | null;
  /** The stream tells of everything until then. */
  hear(now: Moment): void;
  /** All answers are asked for anew. */
  forget(): void;
  /** Called with each answer that is older than what was heard. */
  onLate(listener: () => void): () => void;
}

export function createAnswered(): Answered {
  /** Of each run of the server: the oldest answer before the greeting, then what was heard. */
  let good: Moment[] = [];
  let greeted = false;
  const listeners = new Set<() => void>();

  function hear(now: Moment): void {
    good = [now];
    greeted = true;
  }

  return {
    note: (text) => {
      const moment = readMoment(text);
      if (moment === null) return;
      const known = good.find(({ epoch }) => epoch === moment.epoch);
      if (!greeted) {
        if (known === undefined) good.push(moment);
        else {
          known.revision = Math.min(known.revision, moment.revision);
          known.readings = Math.min(known.readings, moment.readings);
        }
        // Another server's numbers say nothing, and who asks again may reach it again.
      } else if (known !== undefined && lackOf(moment, known) === 'anything') {
        for (const listener of listeners) listener();
      }
    },
    greet: (now) => {
      const lacks = good.map((moment) => lackOf(moment, now));
      hear(now);
      return lacks.find((lack) => lack === 'anything') ?? lacks.find((lack) => lack !== null) ?? null;
    },
    hear,
    forget: () => {
      good = [];
      greeted = false;
    },
    onLate: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Of this tab. */
export const answered = createAnswered();
