import { describe, expect, it } from 'vitest';
import { type Attention, attentionCodes } from '#lib/api/traffic/overview.ts';
import { createFormat } from '#lib/i18n/format.ts';
import { messages } from '#lib/i18n/messages-en.ts';
import { attentionText } from './attention-text.ts';

const format = createFormat('en', messages.units, 'UTC');
const base: Attention = {
  id: 'x',
  code: 'service-fails',
  severity: 'failing',
  namespace: 'shop',
  name: 'payments',
  version: null,
  object: null,
  value: 0.048,
  threshold: 0.01,
  peer: null,
  peerValue: null,
  requestsPerSecond: 128,
  evidence: null,
  missing: null,
  since: null,
  series: [],
  node: null,
};

describe('attentionText', () => {
  it.each([
    [
      'errors with their cause',
      { evidence: { source: 'checkout', responseCode: '503', flag: 'UF', errorsPerSecond: 6.1 } },
      '4.8\u00a0%',
      { key: 'errors', responseCode: '503', flag: 'UF', source: 'checkout', errors: '6.1/s', total: '128/s' },
    ],
    [
      'no answer at all',
      { evidence: { source: null, responseCode: '0', flag: '-', errorsPerSecond: 1 } },
      '4.8\u00a0%',
      { key: 'errors', responseCode: null, flag: null, source: null, errors: '1.0/s', total: '128/s' },
    ],
    [
      'a version against its sibling',
      { code: 'version-fails', peer: 'v1', peerValue: 0.002 },
      '4.8\u00a0%',
      { key: 'against', values: { peer: 'v1', peerValue: '0.2\u00a0%' } },
    ],
    [
      'slower than its sibling',
      { code: 'version-slow', value: 212, peer: 'v2', peerValue: 148 },
      '212 ms',
      { key: 'slowPeer', values: { value: '212 ms', peerValue: '148 ms', factor: '1.43' } },
    ],
    [
      'slow',
      { code: 'service-slow', value: 1200, threshold: 1000 },
      '1,200 ms',
      { key: 'slow', values: { value: '1,200 ms', threshold: '1,000 ms' } },
    ],
    [
      'a rule, counted from one',
      {
        code: 'route-to-nothing',
        value: 0.8,
        object: { kind: 'VirtualService', namespace: 'shop', name: 'cart', rule: 1 },
      },
      '0.8/s',
      { key: 'rule', values: { kind: 'VirtualService', name: 'cart', rule: '2' } },
    ],
    ['a route of unknown rate', { code: 'route-to-nothing', value: null }, '–', null],
    [
      'pods outside',
      { code: 'missing-sidecar', value: 3 },
      '3',
      { key: 'missingSidecar', values: { count: 3 } },
    ],
    [
      'pods not ready',
      { code: 'workload-not-ready', value: 1, threshold: 4 },
      '1/4',
      { key: 'notReady', values: { value: '1', threshold: '4' } },
    ],
  ] satisfies [string, Partial<Attention>, string, unknown][])('%s', (_, change, number, evidence) => {
    const text = attentionText({ ...base, ...change }, format);
    expect([text.number, text.evidence]).toEqual([number, evidence]);
  });

  it.each(attentionCodes)('has words for %s', (code) => {
    const text = attentionText({ ...base, code }, format);
    expect(messages.overview.measure).toHaveProperty(text.measure);
    expect(messages.overview.code[code]).toContain('{name}');
  });
});
