'use client';
/** What an element under the pointer is, and what else a feature has to say of it: that part may change while it is read. */
import type { ReactNode } from 'react';
import type { CanvasModel } from './canvas-model.ts';
import type { Point } from './geometry/edge-geometry.ts';
import styles from './graph-canvas.module.css';

export interface TipProps {
  model: CanvasModel;
  id: string;
  at: Point;
  note: ReactNode;
}

export function Tip({ model, id, at, note }: TipProps) {
  const text = labelOf(model, id);
  if (text === null) return null;
  return (
    <div className={styles.tip} style={{ left: at.x, top: at.y }} aria-hidden>
      {text}
      {note}
    </div>
  );
}

function labelOf(model: CanvasModel, id: string): string | null {
  for (const item of model.cards) {
    if (item.id === id) return item.label;
    const row = item.rows.find((candidate) => candidate.id === id);
    if (row) return row.label;
  }
  const box = [...model.boxes, ...model.regions].find((candidate) => candidate.id === id);
  return box?.label ?? model.edges.find((candidate) => candidate.id === id)?.label ?? null;
}
