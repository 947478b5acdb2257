/** The mark of a state: shape says it, colour repeats it. Good is grey, so that a healthy page is grey. */

export type MarkState = 'healthy' | 'degraded' | 'failing' | 'idle' | 'unknown';

export interface StateMarkProps {
  state: MarkState;
  /** Said by screen readers; leave it out where the text beside says the same. */
  label?: string;
  size?: number;
}

const colours: Readonly<Record<MarkState, string>> = {
  healthy: 'var(--sl-dim)',
  degraded: 'var(--sl-degraded)',
  failing: 'var(--sl-failing)',
  idle: 'var(--sl-dim)',
  unknown: 'var(--sl-dim)',
};

function Shape({ state }: { state: MarkState }) {
  switch (state) {
    case 'healthy':
      return (
        <>
          <circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <path
            d="m5.4 8.2 1.8 1.8 3.5-3.7"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.5"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </>
      );
    case 'degraded':
      return (
        <>
          <path
            d="M7.05 1.9a1.1 1.1 0 0 1 1.9 0l6 10.6a1.1 1.1 0 0 1-.95 1.65H2a1.1 1.1 0 0 1-.95-1.65Z"
            fill="currentColor"
          />
          <path d="M8 5.6v3.6" stroke="var(--sl-surface)" strokeWidth="1.6" strokeLinecap="round" />
          <circle cx="8" cy="11.6" r=".95" fill="var(--sl-surface)" />
        </>
      );
    case 'failing':
      return (
        <>
          <path d="M5.2 1.2h5.6l4 4v5.6l-4 4H5.2l-4-4V5.2Z" fill="currentColor" strokeLinejoin="round" />
          <path
            d="m5.7 5.7 4.6 4.6m0-4.6-4.6 4.6"
            stroke="var(--sl-surface)"
            strokeWidth="1.6"
            strokeLinecap="round"
          />
        </>
      );
    case 'idle':
    case 'unknown':
      return (
        <circle
          cx="8"
          cy="8"
          r="6.25"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeDasharray="2.45 2.46"
        />
      );
  }
}

export function StateMark({ state, label, size = 16 }: StateMarkProps) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      style={{ color: colours[state], flex: 'none' }}
      role={label === undefined ? undefined : 'img'}
      aria-label={label}
      aria-hidden={label === undefined}
    >
      <Shape state={state} />
    </svg>
  );
}
