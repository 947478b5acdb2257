/**
 * lib/istio/routing against the routes that istiod itself computes: random meshes go to both, and for random requests the
 * evaluator's answer must be what Envoy would do with what istiod sends it. A mesh and its requests follow from one seed.
 */
import { type SuiteResult, Tally } from '#e2e/cluster/differential/figures.ts';
import { route } from '#lib/istio/routing/route.ts';
import { indexRouting } from '#lib/istio/routing/routing-index.ts';
import { cluster } from '#lib/istio/routing/testing/objects.ts';
import type { RouteAnswer } from '#lib/istio/routing/types.ts';
import { type AnswerFacts, differingFacts, factsOf } from './answer-facts.ts';
import type { ProxyConfig } from './envoy-config.ts';
import { answerOfProxy } from './envoy-proxy.ts';
import { type Difference, explain } from './known-differences.ts';
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

interface Compared {
  request: MeshRequest;
  answer: RouteAnswer;
  istio: AnswerFacts;
  sluice: AnswerFacts;
}

const requestsPerMesh = 40;
/** Istio's controllers of a mesh are not all taken down with it: a process keeps some megabytes of each. */
const meshesPerProcess = 100;
/** How often Istio is asked again about a mesh on which the two differ: of two answers by chance it shows both, all but once in 1,000. */
const repetitions = 10;

/** Requests are counted by what Istio does with them. */
export async function compareRoutes(binary: string, options: Options): Promise<SuiteResult> {
  const tally = new Tally();
  for (let first = 0; first < options.meshes; first += meshesPerProcess) {
    const oracle = startRouteOracle(binary);
    try {
      const next = Math.min(first + meshesPerProcess, options.meshes);
      for (let index = first; index < next; index += 1)
        await compareMesh(oracle, options.seed + index, tally, options);
    } finally {
      oracle.stop();
    }
  }
  return tally.result();
}

async function compareMesh(oracle: RouteOracle, seed: number, tally: Tally, options: Options): Promise<void> {
  const random = seeded(seed);
  const mesh = randomMesh(random);
  const requests = randomRequests(random, requestsPerMesh);
  const { error, proxies: configs } = await oracle.ask(mesh, proxies);
  if (error !== undefined || configs === null) {
    tally.count('meshes refused', null);
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
    if (differingFacts(istio, sluice).length === 0) tally.count(whatOf(istio));
    else differences.push({ request, answer, istio, sluice });
  }
  if (differences.length > 0) await settle(oracle, seed, mesh, differences, tally, options);
}

/** What Istio does, and whether a route of the Gateway API has it do so. */
function whatOf({ outcome, virtualService }: AnswerFacts): string {
  return virtualService?.endsWith(']') ? `${outcome}, by a route` : outcome;
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
  const failedBefore = tally.failed;
  for (const difference of differences) {
    const known = explain(withRepetitions(difference));
    tally.count(whatOf(difference.istio), known);
    if (!known) showDifference(seed, difference, options);
  }
  if (options.verbose && tally.failed > failedBefore) showObjects(mesh, options);
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
