/** The table against the API, on a cluster of its own: each row, place and persona, by its method, by HEAD and by a wrong one. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes } from '#lib/api/routes.ts';
import { outcome } from './outcome.ts';
import { type PlaceName, personas } from './row.ts';
import { canaries, filled, places, rows } from './table.ts';
import { consoleHost, type MatrixWorld, startMatrixWorld } from './world.ts';

let world: MatrixWorld;
beforeAll(async () => {
  world = await startMatrixWorld();
}, 60_000);
afterAll(() => world.stop());

const steering: readonly Record<string, string>[] = [
  {},
  { 'x-middleware-subrequest': 'proxy' },
  { rsc: '1' },
  { 'next-action': 'x' },
  { 'next-resume': '1' },
  { 'x-nextjs-data': '1' },
];

const cases = rows.flatMap((row) =>
  row.requests.flatMap((request) =>
    Object.entries(row.expected).map(([place, expected]) => ({
      title: `${row.ids.join(' ')} ${row.action}: ${routes[request.route].method} ${request.path.split('?')[0]} in ${place}`,
      row,
      request,
      place: place as PlaceName,
      expected,
    })),
  ),
);

describe.each(cases)('$title', ({ request, place, expected }) => {
  const path = filled(request.path, places[place]);
  const { method, access, body } = routes[request.route];

  test('each persona gets what the table says, and nothing of C that is not theirs', async () => {
    const got = [];
    for (const [index, persona] of personas.entries()) {
      const reply = await world.ask(persona, path, { method, body: request.body?.(places[place]) });
      got.push([persona, outcome(reply, expected[index] ?? 200)]);
      if (persona === 'admin') continue;
      for (const canary of canaries)
        expect([persona, canary, reply.text.includes(canary)]).toEqual([persona, canary, false]);
    }
    expect(got).toEqual(personas.map((persona, index) => [persona, expected[index]]));
  });

  test('HEAD and a wrong method are refused, whoever asks', async () => {
    const wrong = method === 'GET' ? 'PUT' : 'PATCH';
    for (const persona of [...personas, null])
      for (const one of ['HEAD', wrong]) {
        const reply = await world.ask(persona, path, { method: one });
        expect([persona, one, reply.status]).toEqual([persona, one, 405]);
        expect(reply.headers.allow?.split(', ')).toContain(method);
      }
  });

  test('SEC-19 without a credential there is nothing to be had, whatever a framework would make of the headers', async () => {
    for (const headers of steering) {
      const reply = await world.ask(null, path, {
        method,
        headers: { ...headers, origin: `http://${consoleHost}` },
        body: body === null ? undefined : (request.body?.(places[place]) ?? {}),
      });
      expect(reply.status).toBe(access === 'public' ? 200 : 401);
      for (const canary of canaries) expect(reply.text).not.toContain(canary);
    }
  });
});

test('SEC-25 hidden and absent are told apart by nobody', async () => {
  for (const { request, row } of cases.filter(
    ({ row: { ids }, place }) => ids.includes('SEC-25') && place === 'C',
  ))
    for (const persona of ['developer', 'viewer'] as const) {
      const ask = async (namespace: string) => {
        const place = { ...places.C, namespace };
        const { method } = routes[request.route];
        const reply = await world.ask(persona, filled(request.path, place), {
          method,
          body: request.body?.(place),
        });
        const text = reply.text
          .replaceAll(/"(requestId|at)":("[^"]*"|\d+)/g, '')
          .replaceAll(namespace, 'NAME');
        return [row.action, persona, reply.status, text];
      };
      expect(await ask('payments')).toEqual(await ask('absent-ns'));
    }
});
