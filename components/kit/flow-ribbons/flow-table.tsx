'use client';
/** Flows as a table, for who opens it: nothing of it is there before, and of thousands of rows the first. */
import { useState } from 'react';
import { Button } from '#components/ui/buttons/button.tsx';
import styles from './flow-ribbons.module.css';

const atOnce = 100;

export interface FlowTableProps {
  /** What opens it. */
  open: string;
  caption: string;
  head: readonly string[];
  rows: () => readonly (readonly string[])[];
  /** What shows so many more of those that are left. */
  more: (count: number, left: number) => string;
}

export function FlowTable({ open, ...table }: FlowTableProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={styles.details} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{open}</summary>
      {isOpen && <Opened {...table} />}
    </details>
  );
}

function Opened({ caption, head, rows, more }: Omit<FlowTableProps, 'open'>) {
  const [most, setMost] = useState(atOnce);
  const all = rows();
  const left = all.length - most;
  return (
    <>
      <table className={styles.table}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {all.slice(0, most).map((row) => (
            <tr key={row.join()}>
              {row.map((cell, column) => (
                <td key={head[column]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {left > 0 && (
        <Button size="small" tone="quiet" onClick={() => setMost(most + atOnce)}>
          {more(Math.min(left, atOnce), left)}
        </Button>
      )}
    </>
  );
}
