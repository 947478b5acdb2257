/** Runs the checks inside of the cluster's network: `node … proof/main.ts CLUSTER_FOLDER`. Prints a JSON line for each. */
import { readFileSync } from 'node:fs';
import { viewCluster } from '#demo/traffic/cluster-view.ts';
import { buildTopology } from '#demo/traffic/topology.ts';
import { indexRouting } from '#lib/istio/routing/routing-index.ts';
import { openApi } from '../../api-client.ts';
import { type Endpoints, filesOf } from '../../description.ts';
import { watchCluster } from '../cluster-objects.ts';
import { createXdsCallers } from '../xds-callers.ts';
import { checks } from './checks.ts';
import { consoleSplit } from './console-split.ts';
import { createProber } from './probe.ts';
import { openReviewsRoutes } from './routes.ts';

// Whoever reads this may go: the rules are put back nevertheless.
process.stdout.on('error', () => undefined);
const files = filesOf(process.argv[2] ?? '');
const { console: address, istiod, prometheus }: Endpoints = JSON.parse(readFileSync(files.endpoints, 'utf8'));
if (address === undefined || istiod === undefined || prometheus === undefined)
  throw new Error('The cluster has no console, no istiod or no Prometheus.');

const cluster = await watchCluster(files.rootKubeconfig);
const objects = viewCluster(cluster);
await cluster.close();
const source = buildTopology(objects, indexRouting(objects)).workloads.get('bookinfo/productpage-v1');
if (!source) throw new Error('The cluster has no Bookinfo.');

const api = openApi(files.kubeconfig, 'developer');
const routes = await openReviewsRoutes(api);
const callers = createXdsCallers(istiod.xds, 'Kubernetes');
const split = consoleSplit(address, api.token);
const world = { prober: createProber(callers, source), routes, prometheus, split };
try {
  for (const { name, run } of checks) {
    const outcome = await run(world).then(
      (text) => ({ passed: true, text }),
      (error: unknown) => ({ passed: false, text: error instanceof Error ? error.message : String(error) }),
    );
    process.stdout.write(`${JSON.stringify({ name, ...outcome })}\n`);
  }
} finally {
  await routes.putBack();
  callers.close();
  await api.close();
}
// grpc-js-xds never lets go of its streams.
process.exit();
