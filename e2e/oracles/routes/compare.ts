/**
 * lib/istio/routing against the routes that istiod itself computes: random meshes go to both, and for random requests the
 * evaluator's answer must be what Envoy would do with what istiod sends it. A mesh and its requests follow from one seed.
 */
import { route } from '#lib/istio/routing/route.ts';
import { indexRouting } from '#lib/istio/routing/routing-index.ts';
import { cluster } from '#lib/istio/routing/test-objects.ts';
import type { RouteAnswer } from '#lib/istio/routing/types.ts';
import { type AnswerFacts, differingFacts, factsOf } from './answer-facts.ts';
import type { ProxyConfig } from './envoy-config.ts';
import { answerOfProxy } from './envoy-proxy.ts';
import { type Difference, explain, type KnownDifference } from './known-differences.ts';
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
  known: Map<KnownDifference, number>;
  /** Requests by what Istio does with them. */
  outcomes: Map<string, number>;
}

interface Compared {
  request: MeshRequest;
  answer: RouteAnswer;
  istio: AnswerFacts;
  sluice: AnswerFacts;
}

const requestsPerMesh = 40;
/** How often Istio is asked again about a mesh on which the two differ: of two answers by chance it shows both, all but once in 1,000. */
const repetitions = 10;

const count = <Key>(counts: Map<Key, number>, key: Key): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};

/** Counts requests; explained differences are among the passed. */
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
  const { objects, outboundTrafficPolicy } = mesh;
  const index = indexRouting(cluster(objects, { outboundTrafficPolicy }));
  const differences: Compared[] = [];
  for (const request of requests) {
    const istio = istioAnswer(configs, mesh, request);
    const answer = route(index, request);
    const sluice = factsOf(answer, request);
    count(tally.outcomes, istio.outcome);
    if (differingFacts(istio, sluice).length === 0) tally.agreed += 1;
    else differences.push({ request, answer, istio, sluice });
  }
  if (differences.length > 0) await settle(oracle, seed, mesh, differences, tally, options);
}

function istioAnswer(
  configs: readonly ProxyConfig[],
  { objects }: RandomMesh,
  request: MeshRequest,
): AnswerFacts {
  const config = configs[request.proxy];
  if (!config) throw new Error(`the oracle sent nothing for proxy ${request.proxy}`);
  const atGateway = request.from.type === 'gateway';
  const address = atGateway ? '' : addressOf(objects, request.host, request.from.namespace);
  return answerOfProxy(config, { ...request, atGateway, address });
}

async function settle(
  oracle: RouteOracle,
  seed: number,
  mesh: RandomMesh,
  differences: readonly Compared[],
  tally: Tally,
  options: Options,
): Promise<void> {
  const repeated: ProxyConfig[][] = [];
  const isUnexplained = (difference: Compared): boolean => explain(withRepetitions(difference)) === null;
  const withRepetitions = (difference: Compared): Difference => ({
    ...difference,
    objects: mesh.objects,
    again: repeated.map((configs) => istioAnswer(configs, mesh, difference.request)),
  });
  while (repeated.length < repetitions && differences.some(isUnexplained)) {
    // A gateway shares what Istio worked out for a sidecar of its namespace, if that one came first.
    const isReversed = repeated.length % 2 === 0;
    const answer = await oracle.ask(mesh, isReversed ? proxies.toReversed() : proxies);
    const configs = answer.proxies ?? [];
    repeated.push(isReversed ? configs.toReversed() : configs);
  }
  let failed = 0;
  for (const difference of differences) {
    const known = explain(withRepetitions(difference));
    if (known) count(tally.known, known);
    else {
      failed += 1;
      showDifference(seed, difference, options);
    }
  }
  tally.failed += failed;
  if (options.verbose && failed > 0) showObjects(mesh, options);
}

function showDifference(seed: number, { request, answer, istio, sluice }: Compared, { tell }: Options): void {
  const facts = differingFacts(istio, sluice);
  const pick = (side: AnswerFacts): string =>
    JSON.stringify(Object.fromEntries(facts.map((name) => [name, side[name]])));
  tell(`seed ${seed}: ${JSON.stringify(request)}`);
  tell(`  istio   ${pick(istio)}`);
  tell(`  sluice  ${pick(sluice)}`);
  for (const { namespace, name, index, matched, reason } of answer.tried) {
    tell(`  tried   ${namespace}/${name}#${index} ${matched ? 'matched' : 'passed over'}: ${reason}`);
  }
}

function showObjects({ objects, outboundTrafficPolicy }: RandomMesh, { tell }: Options): void {
  tell(`  mesh    outboundTrafficPolicy ${outboundTrafficPolicy}`);
  for (const { kind, metadata, spec } of objects) {
    const { namespace, name, creationTimestamp } = metadata;
    tell(`  object  ${kind} ${namespace}/${name} ${creationTimestamp} ${JSON.stringify(spec)}`);
  }
}

function report(tally: Tally, { meshes, seed, tell }: Options): { passed: number; failed: number } {
  const explained = [...tally.known.values()].reduce((sum, times) => sum + times, 0);
  const outcomes = [...tally.outcomes].map(([name, times]) => `${name} ${times}`).join(', ');
  tell(`routes: ${meshes} meshes from seed ${seed} (${outcomes})`);
  tell(`  ${tally.agreed} agreed, ${explained} known differences, ${tally.failed} new differences`);
  for (const [{ name, because }, times] of tally.known) tell(`  known: ${name} × ${times}: ${because}`);
  return { passed: tally.agreed + explained, failed: tally.failed };
}
