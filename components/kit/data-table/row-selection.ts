/** Which rows are chosen, by their keys, and how the boxes before them are named. */
export interface RowSelection<Row> {
  selected: ReadonlySet<string>;
  onChange(keys: readonly string[], on: boolean): void;
  label(row: Row): string;
  /** Of the box in the head. */
  allLabel: string;
}
