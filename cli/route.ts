/** `sluice route`: where requests go, and because of which rule; with expectations it is a test of the configuration. */
import { unreadFor } from '#lib/istio/gateway-api/unread-routes.ts';
import type { ClusterObjects } from '#lib/istio/objects.ts';
import { route as evaluate } from '#lib/istio/routing/route.ts';
import { indexRouting, type RoutingIndex } from '#lib/istio/routing/routing-index.ts';
import type { RouteAnswer, RouteRequest } from '#lib/istio/routing/types.ts';
import { loadCluster } from './cluster.ts';
import { admittedObjects } from './cluster-objects.ts';
import { counted } from './english.ts';
import { exitCodes, UsageError } from './exit.ts';
import { unmetExpectations } from './expectation.ts';
import { oneOf, parseOptions } from './options.ts';
import { type Question, readQuestions } from './questions.ts';
import { answerText, type ContractAnswer } from './route-text.ts';
import { senderOf } from './sender.ts';
import { parseHeaders, parseUrl } from './single-request.ts';

const options = {
  from: { type: 'string' },
  url: { type: 'string' },
  method: { type: 'string' },
  header: { type: 'string', multiple: true },
  requests: { type: 'string' },
  kubeconfig: { type: 'string' },
  format: { type: 'string', default: 'text' },
} as const;

export async function route(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseOptions({ args: [...argv], allowPositionals: true, options });
  const format = oneOf('format', values.format, ['text', 'json']);
  const { requests, from, url } = values;
  if (
    requests !== undefined &&
    [from, url, values.method, values.header].some((value) => value !== undefined)
  ) {
    throw new UsageError(
      '--requests brings its own requests: leave out --from, --url, --method and --header',
    );
  }
  if (requests === '-' && positionals.includes('-')) {
    throw new UsageError('standard input can be read once: give the objects or the requests as a file');
  }
  const questions = requests === undefined ? null : readQuestions(requests);
  if (questions === null && (from === undefined || url === undefined)) {
    throw new UsageError('say which request: --from and --url, or --requests FILE');
  }
  const { objects, left } = admittedObjects(await loadCluster(positionals, values.kubeconfig));
  for (const line of left) process.stderr.write(`sluice: ${line}\n`);
  const index = indexRouting(objects);
  if (questions !== null) {
    tellUnread(objects, ...questions.map(({ request: asked }) => asked));
    return answerAll(index, questions, format);
  }

  const request = { ...parseUrl(url ?? ''), headers: parseHeaders(values.header ?? []) };
  const sender = senderOf(objects, from ?? '');
  for (const line of sender.notes) process.stderr.write(`sluice: ${line}\n`);
  const whole = { ...request, from: sender.proxy, method: values.method ?? 'GET' };
  tellUnread(objects, whole);
  const answer = told(evaluate(index, whole));
  process.stdout.write(
    format === 'json' ? `${JSON.stringify({ id: null, ...answer }, null, 2)}\n` : answerText(answer),
  );
  return exitCodes.clean;
}

/** Each listener once: what is answered there may be otherwise. */
function tellUnread({ kubernetesGateways }: ClusterObjects, ...requests: readonly RouteRequest[]): void {
  const lines = requests.flatMap((request) =>
    unreadFor(kubernetesGateways, request).map(
      ({ namespace, name, listener }) =>
        `listener ${listener} of Gateway ${namespace}/${name}: TCPRoutes and TLSRoutes decide about its connections, and are not read`,
    ),
  );
  for (const line of new Set(lines)) process.stderr.write(`sluice: ${line}\n`);
}

function answerAll(index: RoutingIndex, questions: readonly Question[], format: 'text' | 'json'): number {
  let failed = 0;
  let expected = 0;
  for (const { id, request, expect } of questions) {
    const answer = { id, ...told(evaluate(index, request)) };
    const unmet = expect === undefined ? [] : unmetExpectations(expect, answer);
    if (expect !== undefined) expected += 1;
    if (unmet.length > 0) failed += 1;
    if (format === 'json') process.stdout.write(`${JSON.stringify(answer)}\n`);
    else process.stdout.write(`${id}: ${answerText(answer)}`);
    for (const line of unmet) process.stderr.write(`sluice: request ${id} is not as expected: ${line}\n`);
  }
  if (expected > 0) process.stderr.write(`sluice: ${counted(expected, 'expectation')}, ${failed} not met\n`);
  return failed > 0 ? exitCodes.findings : exitCodes.clean;
}

/** As the contract has it: reasons as text, not in pieces. */
function told(answer: RouteAnswer): ContractAnswer {
  return { ...answer, tried: answer.tried.map(({ told: _, ...rule }) => rule) };
}
