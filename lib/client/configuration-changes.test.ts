import { afterEach, expect, it, vi } from 'vitest';
import type { Change } from '#lib/api/configuration.ts';
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
