'use client';
/** The head stays in view; each title sorts, with Shift beside the columns that are sorted by already. */
import { ArrowDown, ArrowUp } from 'lucide-react';
import { VisuallyHidden } from '#components/ui/states/visually-hidden.tsx';
import type { RowSelection } from './row-selection.ts';
import type { DataTableModel } from './use-data-table.ts';

export interface TableHeadProps<Row> {
  table: DataTableModel<Row>;
  sortLabel(title: string): string;
  select: RowSelection<Row> | null;
}

export function TableHead<Row>({ table, sortLabel, select }: TableHeadProps<Row>) {
  const { shown, sorting, sortBy, rows, keyOf } = table;
  return (
    <thead>
      <tr aria-rowindex={1}>
        {select !== null && <SelectAll select={select} keys={rows.map(keyOf)} />}
        {shown.map(({ column: { id, title, name, numeric, control } }) => {
          if (control)
            return (
              <th key={id} scope="col">
                <VisuallyHidden>{title}</VisuallyHidden>
              </th>
            );
          const place = sorting.findIndex((sort) => sort.id === id);
          const descending = sorting[place]?.desc === true;
          const Arrow = descending ? ArrowDown : ArrowUp;
          return (
            <th
              key={id}
              scope="col"
              data-numeric={numeric || undefined}
              // Only one column may say so; the others show their place.
              aria-sort={place === 0 ? (descending ? 'descending' : 'ascending') : undefined}
            >
              <button
                type="button"
                title={sortLabel(name ?? title)}
                data-sorted={place >= 0 || undefined}
                onClick={(event) => sortBy(id, event.shiftKey)}
              >
                <span>{title}</span>
                {place >= 0 && <Arrow size={12} aria-hidden />}
                {place > 0 && <small>{place + 1}</small>}
              </button>
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

/** Of the rows that the filter leaves; others keep their state. */
function SelectAll<Row>({ select, keys }: { select: RowSelection<Row>; keys: readonly string[] }) {
  const count = keys.filter((key) => select.selected.has(key)).length;
  const every = keys.length > 0 && count === keys.length;
  return (
    <th scope="col" data-select>
      <label>
        <input
          type="checkbox"
          checked={every}
          ref={(box) => {
            if (box !== null) box.indeterminate = count > 0 && !every;
          }}
          aria-label={select.allLabel}
          disabled={keys.length === 0 || !select.ready}
          onChange={(event) => select.onChange(keys, event.currentTarget.checked)}
        />
      </label>
    </th>
  );
}
