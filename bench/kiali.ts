/** Kiali 2.31 on two cores with a real Prometheus and API server holding a synthetic mesh, versioned-app graph, all namespaces. By services. */
import type { MeshSize } from './world.ts';

export const kiali = {
  questions: { 20: '24', 200: '72', 1000: '312' },
  fresh: { 200: '0.5 s', 1000: '2.4 s, p95 3.9 s' },
  again: { 200: '43 ms', 1000: '230 ms' },
  bytes: { 1000: '7.7 MB' },
  graphPage: { 20: '3.8 s', 200: '35 s', 1000: 'never (over 11 min)' },
  scripts: { 20: '10 MB', 200: '10 MB', 1000: '10 MB', 5000: '10 MB' },
  change: { 20: '33–60 s', 200: '33–60 s', 1000: '33–60 s' },
  services: { 1000: '17 s' },
  workloads: { 1000: '16 s' },
  /** Of 500 objects; the generated mesh of 1,000 services has some 700. */
  configuration: { 1000: '4.6 s' },
  perSecond: { 200: '40 cached, 3 fresh' },
} as const satisfies Record<string, Readonly<Record<number, string>>>;

/** "–" where it was not measured. */
export function kialiAt(
  figures: Readonly<Record<number, string>>,
  { services }: Pick<MeshSize, 'services'>,
): string {
  return figures[services] ?? '–';
}
