/** A namespace that the matrix asks about, with names of what is in it. */
export interface Place {
  namespace: string;
  service: string;
  workload: string;
  /** A VirtualService that is there. */
  object: string;
}
