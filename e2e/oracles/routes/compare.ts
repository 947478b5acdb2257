/**
 * lib/istio/routing against the routes that istiod itself computes: random meshes go to both, and for random requests the
 * evaluator's answer must be what Envoy would do with what istiod sends it. A mesh and its requests follow from one seed.
 */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { route } from '#lib/istio/routing/route.ts';
import { indexRouting, type RoutingIndex } from '#lib/istio/routing/routing-index.ts';
import { cluster } from '#lib/istio/routing/test-objects.ts';
import { type AnswerFacts, differingFacts, factsOf } from './answer-facts.ts';
import type { ProxyConfig } from './envoy-config.ts';
import { answerOfProxy } from './envoy-proxy.ts';
import { explain } from './known-differences.ts';
import { seeded } from './random.ts';
import { type RandomMesh, randomMesh } from './random-mesh.ts';
import { addressOf, type MeshRequest, randomRequests } from './random-requests.ts';
import { type RouteOracle, startRouteOracle } from './route-oracle.ts';
import { proxies } from './vocabulary.ts';

export interface Options {
  /** How many meshes, with seeds that follow each other. */
  meshes: number;
  /** Of the first mesh. */
  seed: number;
  /** Print the objects of a mesh with a new difference. */
  verbose: boolean;
  tell(line: string): void;
}

interface Tally {
  agreed: number;
  /** New differences, and meshes that the oracle refused. */
  failed: number;
  /** Explained ones, by name. */
  known: Map<string, { count: number; because: string }>;
  /** Requests by what Istio does with them. */
  outcomes: Map<string, number>;
}

const requestsPerMesh = 40;

export async function compareRoutes(
  binary: string,
  options: Options,
): Promise<{ passed: number; failed: number }> {
  const oracle = startRouteOracle(binary);
  const tally: Tally = { agreed: 0, failed: 0, known: new Map(), outcomes: new Map() };
  try {
    for (let index = 0; index < options.meshes; index += 1) {
      await compareMesh(oracle, options.seed + index, tally, options);
    }
  } finally {
    oracle.stop();
  }
  return report(tally, options);
}

async function compareMesh(oracle: RouteOracle, seed: number, tally: Tally, options: Options): Promise<void> {
  const random = seeded(seed);
  const mesh = randomMesh(random);
  const requests = randomRequests(random, requestsPerMesh);
  const { error, proxies: configs } = await oracle.ask(mesh, proxies);
  if (error !== undefined || configs === null) {
    tally.failed += 1;
    options.tell(`seed ${seed}: the oracle refused the mesh: ${error}`);
    return;
  }
  const { outboundTrafficPolicy } = mesh;
  const index = indexRouting(cluster(mesh.objects, { outboundTrafficPolicy }));
  const before = tally.failed;
  for (const request of requests) {
    const config = configs[request.proxy];
    if (!config) throw new Error(`seed ${seed}: no configuration of proxy ${request.proxy}`);
    compareRequest(seed, mesh, index, config, request, tally, options);
  }
  if (options.verbose && tally.failed > before) showObjects(mesh, options);
}

function compareRequest(
  seed: number,
  { objects }: RandomMesh,
  index: RoutingIndex,
  config: ProxyConfig,
  request: MeshRequest,
  tally: Tally,
  { tell }: Options,
): void {
  const { from, host } = request;
  const atGateway = from.type === 'gateway';
  const address = atGateway ? '' : addressOf(objects, host, from.namespace);
  const istio = answerOfProxy(config, { ...request, atGateway, address });
  const answer = route(index, request);
  const sluice = factsOf(answer, request);
  tally.outcomes.set(istio.outcome, (tally.outcomes.get(istio.outcome) ?? 0) + 1);

  const facts = differingFacts(istio, sluice);
  if (facts.length === 0) {
    tally.agreed += 1;
    return;
  }
  const known = explain({ istio, sluice, facts });
  if (known) {
    const count = (tally.known.get(known.name)?.count ?? 0) + 1;
    tally.known.set(known.name, { count, because: known.because });
    return;
  }
  tally.failed += 1;
  const pick = (side: AnswerFacts): string =>
    JSON.stringify(Object.fromEntries(facts.map((name) => [name, side[name]])));
  tell(`seed ${seed}: ${JSON.stringify(request)}`);
  tell(`  istio   ${pick(istio)}`);
  tell(`  sluice  ${pick(sluice)}`);
  for (const { namespace, name, index: at, matched, reason } of answer.tried) {
    tell(`  tried   ${namespace}/${name}#${at} ${matched ? 'matched' : 'passed over'}: ${reason}`);
  }
}

function showObjects({ objects, outboundTrafficPolicy }: RandomMesh, { tell }: Options): void {
  tell(`  mesh    outboundTrafficPolicy ${outboundTrafficPolicy}`);
  for (const { kind, metadata, spec } of objects as KubernetesObject[]) {
    const { namespace, name, creationTimestamp } = metadata;
    tell(`  object  ${kind} ${namespace}/${name} ${creationTimestamp} ${JSON.stringify(spec)}`);
  }
}

/** Explained differences count as passed: they are what they have been. */
function report(tally: Tally, { meshes, seed, tell }: Options): { passed: number; failed: number } {
  const explained = [...tally.known.values()].reduce((sum, { count }) => sum + count, 0);
  const outcomes = [...tally.outcomes].map(([name, count]) => `${name} ${count}`).join(', ');
  tell(`routes: ${meshes} meshes from seed ${seed} (${outcomes})`);
  tell(`  ${tally.agreed} agreed, ${explained} known differences, ${tally.failed} new differences`);
  for (const [name, { count, because }] of tally.known) tell(`  known: ${name} × ${count}: ${because}`);
  return { passed: tally.agreed + explained, failed: tally.failed };
}
