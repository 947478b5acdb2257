/** Plays a scenario on one API server; what comes back is ready to be compared. */
import { type Answer, type ApiServer, send, warningsOf } from '../api-server.ts';
import { Normaliser } from './normalise.ts';
import { fill, type Scenario, type Step } from './scenario.ts';

export interface Played {
  code: number;
  contentType: string;
  warnings: unknown;
  retryAfter: string;
  body: unknown;
}

const watchMs = 6_000;

function headersOf({ headers = {}, as, groups = [] }: Step): Record<string, string | readonly string[]> {
  if (as === undefined) return { ...headers };
  return {
    ...headers,
    'impersonate-user': as,
    ...(groups.length > 0 ? { 'impersonate-group': groups } : {}),
  };
}

/** The events of a watch, as the body of its answer. */
async function follow(
  server: ApiServer,
  request: Parameters<typeof send>[1],
  events: number,
): Promise<Answer> {
  const lines = (text: string): string[] => text.split('\n').slice(0, -1);
  const isEnough = (text: string): boolean => lines(text).length >= events;
  const answer = await send(server, request, { isEnough, withinMs: watchMs });
  // A refusal is one JSON text.
  if (answer.code !== 200) return answer;
  return {
    ...answer,
    body: lines(answer.text)
      .slice(0, events)
      .map((line): unknown => JSON.parse(line)),
  };
}

export async function createNamespace(server: ApiServer, namespace: string): Promise<void> {
  const body = { metadata: { name: namespace } };
  const { code, text } = await send(server, { method: 'POST', path: '/api/v1/namespaces', body });
  if (code !== 201) throw new Error(`namespace ${namespace}: ${code} ${text}`);
}

/** The namespace is to be there, and empty. */
export async function play(server: ApiServer, scenario: Scenario, namespace: string): Promise<Played[]> {
  const normaliser = new Normaliser(namespace);
  const bodies: unknown[] = [];
  const played: Played[] = [];
  for (const step of scenario.steps) {
    const request = { ...fill(step, namespace, bodies), headers: headersOf(step) };
    const answer =
      step.events === undefined ? await send(server, request) : await follow(server, request, step.events);
    bodies.push(answer.body);
    played.push({
      code: answer.code,
      contentType: `${answer.headers['content-type'] ?? ''}`,
      warnings: normaliser.value(warningsOf(answer)),
      retryAfter: `${answer.headers['retry-after'] ?? ''}`,
      body: normaliser.value(answer.body ?? answer.text),
    });
  }
  return played;
}
