/** The stroke of a line, beside its name. */
import type { ChartLine } from './chart-data.ts';

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

export function LineMark({ line: { tone, dashed, ghost } }: { line: ChartLine }) {
  return (
    <svg width={12} height={8} viewBox="0 0 12 8" aria-hidden style={{ flex: 'none' }}>
      <path
        d="M0 4H12"
        stroke={`var(--sl-${kebab(ghost ? 'strongLine' : tone)})`}
        strokeWidth={2.5}
        strokeDasharray={dashed ? '3.5 2' : undefined}
      />
    </svg>
  );
}
