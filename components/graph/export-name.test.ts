import { expect, test } from 'vitest';
import { exportName } from './export-name.ts';

test.each([
  ['prod-eu-1', 'sluice-graph-prod-eu-1-2026-11-21T13-29-00Z.png'],
  ['gke_a/b:c "quoted"', 'sluice-graph-gke_a-b-c-quoted-2026-11-21T13-29-00Z.png'],
  ['../..', 'sluice-graph-2026-11-21T13-29-00Z.png'],
  ['', 'sluice-graph-2026-11-21T13-29-00Z.png'],
  ['集群 1', 'sluice-graph-集群-1-2026-11-21T13-29-00Z.png'],
])('a file of cluster %s', (cluster, name) => {
  expect(exportName(cluster, 1_795_267_740, 'png')).toBe(name);
});
