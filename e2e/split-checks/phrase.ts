/** A phrase of an acceptance check, and what shows it. */

/** A file and the title of a test in it, as it is written there. */
export type Shown = readonly [file: string, title: string];

export interface Phrase {
  says: string;
  /** Tables of cases, properties, and the API before a fake Kubernetes. */
  tests: readonly Shown[];
  /** Or why none is needed. */
  journeys: readonly Shown[] | string;
  /** On the embedded mesh alone, whose traffic and telemetry can be made to say it; the file stands in only-on-the-demo.ts. */
  onTheDemo?: readonly Shown[];
}
