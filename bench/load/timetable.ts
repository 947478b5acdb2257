/** Which fault is injected when: shares of the whole run, with a calm after each in which recovery shows. */

export type Fault = 'prometheus-late' | 'prometheus-refused' | 'api-refused' | 'watches' | 'replicas';

export interface Phase {
  name: string;
  /** Null: nothing is broken. */
  fault: Fault | null;
  /** Since the start of the timetable. */
  fromMs: number;
  toMs: number;
}

const shares: readonly [name: string, fault: Fault | null, tenths: number][] = [
  ['calm', null, 2],
  ['Prometheus 30 s late (REL-48)', 'prometheus-late', 1],
  ['after it', null, 0.5],
  ['Prometheus refused (REL-47)', 'prometheus-refused', 1],
  ['after it', null, 0.5],
  ['API server refused (REL-46)', 'api-refused', 1],
  ['after it', null, 1],
  ['watches cut, 410 (REL-50)', 'watches', 1],
  ['after it', null, 0.5],
  ['replicas replaced (REL-60)', 'replicas', 1],
  ['after it', null, 0.5],
];

export function timetable(minutes: number): Phase[] {
  let toMs = 0;
  return shares.map(([name, fault, tenths]) => {
    const fromMs = toMs;
    toMs = fromMs + Math.round(minutes * 6000 * tenths);
    return { name, fault, fromMs, toMs };
  });
}

/** What fell due within the phase, whenever it was answered. */
export function within<T extends { dueMs: number }>(items: readonly T[], { fromMs, toMs }: Phase): T[] {
  return items.filter(({ dueMs }) => dueMs >= fromMs && dueMs < toMs);
}
