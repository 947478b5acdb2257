/** The stroke of a line, beside its name. */
import { variableOf } from '#components/ui/theme/tokens.ts';
import type { ChartLine } from './chart-data.ts';

export function LineMark({ line: { tone, dashed, ghost } }: { line: ChartLine }) {
  return (
    <svg width={12} height={8} viewBox="0 0 12 8" aria-hidden style={{ flex: 'none' }}>
      <path
        d="M0 4H12"
        stroke={`var(${variableOf(ghost ? 'strongLine' : tone)})`}
        strokeWidth={2.5}
        strokeDasharray={dashed ? '3.5 2' : undefined}
      />
    </svg>
  );
}
