/**
 * The table of who gets what (docs/access-matrix.md) over the wire: each persona, and nobody, asks for each page as HTML, in React's own
 * format, by HEAD and by a wrong method, and for each route of the API.
 */
import { type APIRequestContext, type APIResponse, expect } from '@playwright/test';
import { routes } from '#lib/api/routes.ts';
import { outcome } from './access-matrix/outcome.ts';
import { type Expected, type MatrixRow, type PlaceName, personas } from './access-matrix/row.ts';
import { canaries, filled, places, rows } from './access-matrix/table.ts';
import { alone } from './support/alone.ts';
import { test } from './support/console-page.ts';
import { consoleUrl } from './support/demo.ts';

test.describe.configure({ timeout: 240_000 });
// A refusal is an answer here.
test.use({ expectedErrors: [/./] });

const wrongMethods = { GET: 'PUT', POST: 'PATCH' } as const;

interface Cell {
  row: MatrixRow;
  place: PlaceName;
  expected: readonly [Expected, Expected, Expected];
}

const cells: readonly Cell[] = rows.flatMap((row) =>
  Object.entries(row.expected).map(([place, expected]) => ({ row, place: place as PlaceName, expected })),
);

/** A page's own address is on it: a name in the address is no leak. */
function leaks(text: string, address: string): string[] {
  return canaries.filter((canary) => text.includes(canary) && !address.includes(canary));
}

const pageAddresses = [
  ...new Set(cells.flatMap(({ row, place }) => row.pages.map(({ path }) => filled(path, places[place])))),
];
const isPublic = (path: string) => path.startsWith('/login');

async function askPage(request: APIRequestContext, path: string) {
  // Without a state of the router the hash that Next insists on is empty.
  const rsc = `${path}${path.includes('?') ? '&' : '?'}_rsc`;
  const quiet = { maxRedirects: 0 };
  const [html, flight, head, wrong] = await Promise.all([
    request.get(path, quiet),
    request.get(rsc, { ...quiet, headers: { rsc: '1' } }),
    request.head(path, quiet),
    request.fetch(path, { ...quiet, method: 'PUT' }),
  ]);
  return { html, flight, head, wrong };
}

const typeOf = (answer: APIResponse) => answer.headers()['content-type']?.split(';')[0];

for (const [index, persona] of personas.entries()) {
  test(`SEC-19 pages for the ${persona}: as HTML, as RSC, by HEAD, by a wrong method`, async ({
    context,
    signInAs,
  }) => {
    await signInAs(persona);
    for (const path of pageAddresses) {
      const { html, flight, head, wrong } = await askPage(context.request, path);
      const elsewhere = path === '/';
      expect([path, html.status(), head.status()]).toEqual([path, ...(elsewhere ? [307, 307] : [200, 200])]);
      expect([path, wrong.status()]).toEqual([path, 405]);
      for (const answer of [html, flight, head]) {
        expect([path, answer.headers()['cache-control']]).toEqual([path, 'no-store']);
        if (persona !== 'admin') expect([path, leaks(await answer.text(), path)]).toEqual([path, []]);
      }
      if (!elsewhere) expect([path, typeOf(flight)]).toEqual([path, 'text/x-component']);
    }
  });

  test(`SEC-19 SEC-25 SEC-54 routes of the API for the ${persona}: each place of the table`, async ({
    context,
    signInAs,
  }) => {
    await signInAs(persona);
    // Other journeys grant rights for a while.
    await alone('rights', async () => {
      for (const { row, place, expected } of cells) {
        const wanted = expected[index] ?? 200;
        // Here the developer edits in B as well; and what is allowed would be written on a mesh that others look at.
        if (place === 'B' && persona === 'developer') continue;
        if (row.changes && wanted !== 'refused' && wanted !== 403 && wanted !== 404) continue;
        for (const { route, path, body } of row.requests) {
          const address = filled(path, places[place]);
          const { method, answer } = routes[route];
          const headers = { origin: consoleUrl };
          const data = body?.(places[place]);
          const name = `${method} ${address}`;
          // A stream that opens has no end.
          if (answer !== 'stream' || wanted !== 200) {
            const got = await context.request.fetch(address, { method, headers, data });
            const reply = { status: got.status(), text: await got.text() };
            expect([name, outcome(reply, wanted)]).toEqual([name, wanted]);
            if (persona !== 'admin') expect([name, leaks(reply.text, address)]).toEqual([name, []]);
          }
          for (const wrong of ['HEAD', method === 'GET' ? wrongMethods.GET : wrongMethods.POST]) {
            const got = await context.request.fetch(address, { method: wrong, headers });
            expect([name, wrong, got.status(), got.headers().allow?.split(', ').includes(method)]).toEqual([
              name,
              wrong,
              405,
              true,
            ]);
          }
        }
      }
    });
  });
}

test('SEC-19 without a session: pages lead to the sign-in page, routes answer 401, whatever the framework is told', async ({
  request,
}) => {
  for (const path of pageAddresses) {
    const { html, flight, head, wrong } = await askPage(request, path);
    expect([path, wrong.status()]).toEqual([path, 405]);
    if (isPublic(path)) {
      expect([path, html.status()]).toEqual([path, 200]);
      continue;
    }
    for (const answer of [html, head]) {
      expect([path, answer.status()]).toEqual([path, 307]);
      if (path !== '/') expect(answer.headers().location).toMatch(/^\/login(\?|$)/);
    }
    const text = await flight.text();
    expect([path, leaks(text, path), text.includes('"user":{"name"')]).toEqual([path, [], false]);
  }
  const steering: Record<string, string>[] = [
    { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
    { 'x-nextjs-data': '1' },
    { 'next-resume': '1' },
    { 'next-action': 'x'.repeat(40) },
    { rsc: '1', 'next-router-prefetch': '1' },
    { 'next-router-segment-prefetch': '/_tree', rsc: '1' },
  ];
  for (const headers of steering)
    for (const path of ['/graph', '/access', '/config']) {
      const answer = await request.get(path, { headers, maxRedirects: 0 });
      const text = await answer.text();
      expect([path, headers, text.includes('"user":{"name"'), leaks(text, path)]).toEqual([
        path,
        headers,
        false,
        [],
      ]);
    }
  for (const { row, place } of cells)
    for (const { route, path, body } of row.requests) {
      const { method, access } = routes[route];
      if (access === 'public') continue;
      const address = filled(path, places[place]);
      const got = await request.fetch(address, {
        method,
        headers: { origin: consoleUrl },
        data: body?.(places[place]),
      });
      expect([address, got.status()]).toEqual([address, 401]);
    }
});

test('SEC-19 addresses that only a framework knows answer nothing', async ({ context, signInAs }) => {
  await signInAs('viewer');
  for (const path of [
    '/graph.rsc',
    '/access.rsc',
    '/graph.segments/_tree.segment.rsc',
    '/_next/data/build/graph.json',
    '/_next/image?url=%2Ficon.svg&w=64&q=75',
    '/api/v1/graph.rsc',
    '/api/v1/graph/',
    '/API/v1/graph',
  ]) {
    const answer = await context.request.get(path, { maxRedirects: 0 });
    expect([path, [308, 400, 404].includes(answer.status())]).toEqual([path, true]);
    expect([path, leaks(await answer.text(), path)]).toEqual([path, []]);
  }
});
