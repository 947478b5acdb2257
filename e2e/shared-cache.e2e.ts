/** A shared cache in front of the console, of the careless kind: it knows addresses only, and keeps whatever it is not told not to. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { expect } from '@playwright/test';
import { request } from 'undici';
import { test } from './support/console-page.ts';
import { consoleUrl } from './support/demo.ts';

interface Kept {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

async function startCareless(target: string) {
  const kept = new Map<string, Kept>();
  const server = createServer(async (asked, response) => {
    const address = asked.url ?? '';
    let answer = kept.get(address);
    if (answer === undefined) {
      const { connection: _, ...headers } = asked.headers;
      const upstream = await request(`${target}${address}`, { headers });
      answer = {
        status: upstream.statusCode,
        headers: upstream.headers,
        body: Buffer.from(await upstream.body.arrayBuffer()),
      };
      const { 'transfer-encoding': __, connection: ___, ...rest } = answer.headers;
      answer.headers = rest;
      // Without a word about it a cache may guess; a redirect or an absence it keeps as well.
      if (!/no-store|private/.test(String(rest['cache-control'] ?? ''))) kept.set(address, answer);
    }
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    kept: () => [...kept.keys()],
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const pages = ['/overview', '/graph', '/services', '/config', '/access', '/login', '/nothing-here', '/'];
const guises: readonly Readonly<Record<string, string>>[] = [
  {},
  { rsc: '1' },
  { accept: 'text/x-component' },
  { rsc: '1', 'next-router-prefetch': '1' },
  { rsc: '1', 'next-router-segment-prefetch': '/_tree' },
  { 'x-nextjs-data': '1' },
];
const others = [
  '/api/v1/whoami',
  '/api/v1/graph',
  '/api/v1/nothing',
  '/healthz',
  '/favicon.ico',
  '/icon.svgx',
  '/icon.svg/',
  '/_next/static/nothing.js',
  '/_next/image?url=%2Ficon.svg&w=64&q=75',
  '/_next/data/x/overview.json',
];

test.setTimeout(180_000);

test('SEC-23 input 48: through it nobody gets a page of somebody else, as HTML, as RSC or as anything', async ({
  context,
  signInAs,
}) => {
  const cache = await startCareless(consoleUrl);
  const cookieOf = async (persona: 'admin' | 'viewer') => {
    await context.clearCookies();
    await signInAs(persona);
    return (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  };
  const readers = [
    { who: 'admin', cookie: await cookieOf('admin') },
    { who: 'viewer', cookie: await cookieOf('viewer') },
    { who: 'nobody', cookie: '' },
  ];
  const get = async (base: string, path: string, headers: Readonly<Record<string, string>>) => {
    const { statusCode, headers: told, body } = await request(`${base}${path}`, { headers });
    return { status: statusCode, headers: told, text: (await buffer(body)).toString('utf8') };
  };
  const users: { who: string; group: string }[] = [];
  for (const { who, cookie } of readers.slice(0, 2)) {
    const told = JSON.parse((await get(consoleUrl, '/api/v1/whoami', { cookie })).text) as {
      user: { groups: string[] };
    };
    // A group that only one of them is in: names of personas are words of the console as well.
    const group = told.user.groups.find((one) => !one.startsWith('system:')) ?? '';
    users.push({ who, group });
    expect((await get(consoleUrl, '/overview', { cookie })).text).toContain(group);
  }
  for (const path of [...pages, ...others])
    for (const { who, cookie } of readers) {
      const ask = async (guise: Readonly<Record<string, string>>) => {
        const headers = { ...guise, ...(cookie === '' ? {} : { cookie }) };
        const [through, direct] = await Promise.all([
          get(cache.url, path, headers),
          get(consoleUrl, path, headers),
        ]);
        const at = `${path} ${JSON.stringify(guise)} ${who}`;
        expect([at, through.status, through.headers['content-type'], through.headers.location]).toEqual([
          at,
          direct.status,
          direct.headers['content-type'],
          direct.headers.location,
        ]);
        // Who is signed in stands in each of their pages, and in nobody else's.
        const strangers = users.filter((user) => user.who !== who && through.text.includes(user.group));
        expect([at, strangers]).toEqual([at, []]);
      };
      // One reader after the other: what the first was given is there for the next.
      await Promise.all(guises.map(ask));
    }
  expect(cache.kept().filter((address) => !address.startsWith('/_next/static/'))).toEqual([]);
  await cache.stop();
});

test('SEC-59 every page that there is, is not, or only looks like a file has the policy; files have none to need', async () => {
  const policyOf = async (path: string) => {
    const { headers, body } = await request(`${consoleUrl}${path}`);
    await body.dump();
    return {
      path,
      html: String(headers['content-type'] ?? '').startsWith('text/html'),
      policy: /script-src 'self' 'nonce-/.test(String(headers['content-security-policy'] ?? '')),
      nosniff: headers['x-content-type-options'],
    };
  };
  const paths = [...pages, ...others.filter((path) => !path.startsWith('/api/')), '/icon.svg', '/_next/x'];
  for (const path of paths) {
    const found = await policyOf(path);
    if (found.html) expect(found).toEqual({ path, html: true, policy: true, nosniff: 'nosniff' });
    expect([path, found.nosniff]).toEqual([path, 'nosniff']);
  }
});
