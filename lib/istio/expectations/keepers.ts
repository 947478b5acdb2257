/** The kinds whose objects own hosts: their requests can be tested, and saved on them. */
import { kindId, kinds } from '../kinds/registry.ts';

export const keepers = ['virtualServices', 'httpRoutes', 'grpcRoutes'] as const;

const ids: ReadonlySet<string> = new Set(keepers.map((key) => kindId(kinds[key])));

export function ownsHosts(kind: string): boolean {
  return ids.has(kind);
}
