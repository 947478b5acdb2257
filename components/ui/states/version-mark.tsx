/** The mark of a version wherever one is named: stable a circle, candidate a diamond, any other a square. */

export type VersionRole = 'stable' | 'candidate' | 'other';

export function VersionMark({ role, size = 9 }: { role: VersionRole; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 10 10" aria-hidden style={{ flex: 'none' }}>
      {role === 'stable' && <circle cx="5" cy="5" r="4" fill="var(--sl-stable)" />}
      {role === 'candidate' && <path d="M5 0 10 5 5 10 0 5Z" fill="var(--sl-candidate)" />}
      {role === 'other' && <rect x="1" y="1" width="8" height="8" rx="1" fill="var(--sl-other-version)" />}
    </svg>
  );
}
