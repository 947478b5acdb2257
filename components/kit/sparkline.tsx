/** A line without axes, its newest point marked; without samples a dashed base line. Its numbers are in its name. */
import { sparklineShape } from './sparkline-path.ts';

export interface SparklineProps {
  series: readonly (number | null)[];
  /** Says what the line shows, for those who do not see it. */
  label: string;
  width: number;
  height: number;
  tone?: 'quiet' | 'degraded' | 'failing';
}

const colours = {
  quiet: 'var(--sl-edge)',
  degraded: 'var(--sl-degraded)',
  failing: 'var(--sl-failing)',
} as const;

export function Sparkline({ series, label, width, height, tone = 'quiet' }: SparklineProps) {
  const shape = sparklineShape(series, width, height);
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
      style={{ color: colours[tone], display: 'block', flex: 'none' }}
    >
      {shape === null ? (
        <path
          d={`M3 ${height - 5.5}H${width - 3}`}
          stroke="currentColor"
          strokeDasharray="2 3"
          opacity={0.7}
        />
      ) : (
        <>
          <path
            d={shape.path}
            fill="none"
            stroke="currentColor"
            strokeWidth={tone === 'quiet' ? 1.25 : 1.5}
            strokeLinejoin="round"
          />
          {shape.last !== null && <circle cx={shape.last.x} cy={shape.last.y} r={2.25} fill="currentColor" />}
        </>
      )}
    </svg>
  );
}
