/** The mark: a sluice gate, two posts with water between them. */
export function Logo({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden fill="none" style={{ flex: 'none' }}>
      <path d="M3.5 2v16M16.5 2v16" stroke="var(--sl-text)" strokeWidth="2" strokeLinecap="round" />
      <path d="M5 5.5h10" stroke="var(--sl-text)" strokeWidth="1.8" />
      <path
        d="M5.2 10.6c1.2-1 2.4-1 3.6 0s2.4 1 3.6 0 1.8-.8 2.4-.5M5.2 14.6c1.2-1 2.4-1 3.6 0s2.4 1 3.6 0 1.8-.8 2.4-.5"
        stroke="var(--sl-accent)"
        strokeWidth="1.8"
        strokeLinecap="round"
      />
    </svg>
  );
}
