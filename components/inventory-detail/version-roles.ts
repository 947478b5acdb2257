/** The mark of each version, as the graph gives it: the oldest a circle, the newest a diamond, those between squares; one alone has none. */
import type { VersionRole } from '#components/ui/states/version-mark.tsx';

/** `versions` in their order. */
export function versionRole(versions: readonly string[], version: string): VersionRole | null {
  if (versions.length < 2) return null;
  const index = versions.indexOf(version);
  if (index < 0) return null;
  if (index === 0) return 'stable';
  return index === versions.length - 1 ? 'candidate' : 'other';
}
