/** Which rows are chosen, by their keys, and how the boxes before them are named. */
export interface RowSelection<Row> {
  selected: ReadonlySet<string>;
  /** Not before the browser answers for it: what is ticked in the server's frame would be lost. */
  ready: boolean;
  onChange(keys: readonly string[], on: boolean): void;
  label(row: Row): string;
  /** Of the box in the head. */
  allLabel: string;
}
