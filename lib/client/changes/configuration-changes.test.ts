import { afterEach, expect, it, vi } from 'vitest';
import type { Change } from '#lib/api/configuration/configuration.ts';
import { configurationChanges } from './configuration-changes.ts';

afterEach(() => vi.unstubAllGlobals());

const change: Change = {
  op: 'delete',
  kind: 'sidecars.networking.istio.io',
  namespace: 'shop',
  name: 'default',
};

function answerWith(body: object) {
  const fetched = vi.fn(async (_path: string, _init: RequestInit) => Response.json(body));
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

it.each([
  ['check', { changes: [], elsewhere: {}, related: {} }, '/api/v1/config/check', { changes: [change] }],
  ['dryRun', { changes: [] }, '/api/v1/config/dry-run', { changes: [change] }],
  [
    'apply',
    { changes: [], order: [], done: true },
    '/api/v1/config/apply',
    { changes: [change], reason: 'tidy', attempt: expect.stringMatching(/^[0-9a-f]{32}$/) },
  ],
] as const)(
  '%s sends the changes, and takes what has the shape of its answer',
  async (verb, answer, path, sent) => {
    const ask = () =>
      verb === 'apply' ? configurationChanges.apply([change], 'tidy') : configurationChanges[verb]([change]);
    const fetched = answerWith(answer);
    await expect(ask()).resolves.toEqual(answer);
    const [asked, init] = fetched.mock.calls[0] ?? [];
    expect([asked, init?.method, JSON.parse(String(init?.body))]).toEqual([path, 'POST', sent]);
    answerWith({ some: 'page' });
    await expect(ask()).rejects.toMatchObject({ code: 'unreadable' });
  },
);

it.each([
  ['a: 1', 'a: 2', false],
  ['a: 1', 'metadata: {finalizers: [x]}', true],
  ['metadata: {ownerReferences: []}', 'a: 2', true],
])(
  'from %s to %s: what it began from goes along only where it holds the object',
  async (base, text, goes) => {
    const update: Change = {
      op: 'update',
      kind: 'k',
      namespace: 'n',
      name: 'o',
      text,
      base,
      resourceVersion: '7',
    };
    const bodies = [];
    for (const verb of ['check', 'predict', 'dryRun'] as const) {
      const fetched = answerWith({ changes: [], elsewhere: {}, related: {}, flows: [], windowSeconds: 300 });
      await configurationChanges[verb]([update]);
      bodies.push(JSON.parse(String(fetched.mock.calls[0]?.[1].body)).changes[0].base);
    }
    const asked = goes ? base : undefined;
    expect(bodies).toEqual([asked, asked, base]);
  },
);
