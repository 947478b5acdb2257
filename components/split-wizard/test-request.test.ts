/** The request that an A/B match is tried with. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#lib/document/json.ts';
import { firstAnswers } from './answers.ts';
import { exampleHeaders, examplePath, readHeaders, sendersOf } from './test-request.ts';
import { point, world } from './testing/world.ts';
import { readWorld } from './world-reading.ts';

describe('exampleHeaders', () => {
  it('is what the first match asks for', () => {
    const matches: JsonObject[] = [
      { headers: { 'x-cohort': { exact: 'beta' }, cookie: { regex: '^(.*;\\s*)?cohort=beta(;.*)?$' } } },
      { headers: { other: { exact: 'no' } } },
    ];
    expect(exampleHeaders(matches)).toBe('x-cohort: beta\ncookie: cohort=beta');
  });

  it('leaves out what no example can be told of', () => {
    expect(exampleHeaders([{ headers: { a: { regex: '[a-z]+' }, b: {} }, uri: { prefix: '/' } }])).toBe(
      'b: 1',
    );
  });
});

describe('examplePath', () => {
  it('is the match’s own, else what the chosen rule takes, else the root', () => {
    const reading = (match: JsonObject[]) => ({ points: [point('main', [['v1', 100]], { match })] });
    expect(examplePath([{ uri: { prefix: '/books' } }], reading([{ uri: { exact: '/old' } }]))).toBe(
      '/books',
    );
    expect(examplePath([{ headers: {} }], reading([{ uri: { exact: '/productpage' } }]))).toBe(
      '/productpage',
    );
    expect(examplePath([], reading([{ uri: { regex: '.*' } }]))).toBe('/');
  });
});

describe('readHeaders', () => {
  it('reads a line each, names in lower case', () => {
    expect(readHeaders('X-Cohort:  beta \n\ncookie: a=b; c=d')).toEqual({
      'x-cohort': 'beta',
      cookie: 'a=b; c=d',
    });
  });
  it('refuses what is no header', () => {
    expect(readHeaders('x-cohort beta')).toBeNull();
    expect(readHeaders(': beta')).toBeNull();
  });
});

describe('sendersOf', () => {
  it('are the gateways of the chosen rules; without callers one of the namespace', () => {
    const of = world({
      points: [point('public', [['v1', 100]], { gateways: ['ingress/public'], hosts: ['shop.example.com'] })],
    });
    const reading = readWorld(firstAnswers('ab', null), of);
    expect(sendersOf(of, reading, null)).toEqual([
      {
        id: 'gateway ingress/public',
        from: { kind: 'gateway', namespace: 'ingress', name: 'public' },
        host: 'shop.example.com',
        port: 80,
      },
    ]);
    const mesh = world();
    const [only] = sendersOf(mesh, readWorld(firstAnswers('ab', null), mesh), null);
    expect(only).toMatchObject({ from: { kind: 'workload', namespace: 'bookinfo' }, port: 9080 });
  });
});
