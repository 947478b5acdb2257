'use client';
/** The head stays in view; each title sorts, with Shift beside the columns that are sorted by already. */
import { ArrowDown, ArrowUp } from 'lucide-react';
import { VisuallyHidden } from '#components/ui/visually-hidden.tsx';
import type { DataTableModel } from './use-data-table.ts';

export interface TableHeadProps<Row> {
  table: DataTableModel<Row>;
  sortLabel(title: string): string;
}

export function TableHead<Row>({ table: { shown, sorting, sortBy }, sortLabel }: TableHeadProps<Row>) {
  return (
    <thead>
      <tr aria-rowindex={1}>
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
