/** A shape for each tone: circle, diamond, square, octagon, and a hollow circle for what is not known. */
import styles from './flow-ribbons.module.css';
import type { FlowTone } from './flow-tone.ts';

const paths: Readonly<Record<FlowTone, string>> = {
  plain: '',
  stable: 'M1,5a4,4 0 1 0 8,0a4,4 0 1 0 -8,0Z',
  candidate: 'M5,0L10,5L5,10L0,5Z',
  other: 'M1,1H9V9H1Z',
  bad: 'M3,0H7L10,3V7L7,10H3L0,7V3Z',
  unknown: 'M1,5a4,4 0 1 0 8,0a4,4 0 1 0 -8,0Z',
};

export function FlowMark({ tone, x, y }: { tone: FlowTone; x: number; y: number }) {
  return (
    <path className={styles.mark} data-tone={tone} d={paths[tone]} transform={`translate(${x},${y - 5})`} />
  );
}
