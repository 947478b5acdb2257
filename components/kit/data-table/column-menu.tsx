'use client';
/** Which columns are shown: a list to check, in their order; those for which there is no room now say so. */
import { Columns3 } from 'lucide-react';
import { Button } from '#components/ui/buttons/button.tsx';
import { Popover } from '#components/ui/layers/popover.tsx';
import styles from './column-menu.module.css';
import type { DataTableModel } from './use-data-table.ts';

export interface ColumnMenuProps<Row> {
  table: Pick<DataTableModel<Row>, 'columns' | 'chosen' | 'noRoom'>;
  label: string;
  /** Beside a column that was chosen and does not fit. */
  noRoomLabel: string;
  resetLabel: string;
  /** Null: the default. */
  onChoose(chosen: readonly string[] | null): void;
}

export function ColumnMenu<Row>({ table, label, noRoomLabel, resetLabel, onChoose }: ColumnMenuProps<Row>) {
  const { columns, chosen, noRoom } = table;
  // The first tells which row it is.
  const offered = columns.filter(({ control }, index) => index > 0 && control !== true);
  const toggle = (id: string) =>
    onChoose(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return (
    <Popover
      label={label}
      width={240}
      align="end"
      trigger={(props) => (
        <Button size="small" leading={<Columns3 size={14} aria-hidden />} {...props}>
          {label}
        </Button>
      )}
    >
      {() => (
        <>
          <ul className={styles.list}>
            {offered.map(({ id, title, name }) => (
              <li key={id}>
                <label>
                  <input type="checkbox" checked={chosen.includes(id)} onChange={() => toggle(id)} />
                  <span>{name ?? title}</span>
                  {noRoom.has(id) && <small>{noRoomLabel}</small>}
                </label>
              </li>
            ))}
          </ul>
          <Button size="small" tone="quiet" onClick={() => onChoose(null)}>
            {resetLabel}
          </Button>
        </>
      )}
    </Popover>
  );
}
