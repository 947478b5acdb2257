import { describe, expect, test } from 'vitest';
import { decodeProtobuf } from './protobuf.ts';

type Part = readonly [field: number, value: string | Buffer | number];

/** Fields in wire format; numbers as varints (below 128), the rest length-delimited. */
function message(...parts: readonly Part[]): Buffer {
  return Buffer.concat(
    parts.map(([field, value]) => {
      if (typeof value === 'number') return Buffer.from([field * 8, value]);
      const bytes = Buffer.from(value);
      const length =
        bytes.length < 128 ? [bytes.length] : [(bytes.length % 128) + 128, Math.floor(bytes.length / 128)];
      return Buffer.concat([Buffer.from([field * 8 + 2, ...length]), bytes]);
    }),
  );
}

function envelope(apiVersion: string, kind: string, raw: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from('k8s\0'),
    message([1, message([1, apiVersion], [2, kind])], [2, raw], [3, ''], [4, '']),
  ]);
}

const metadata = (name: string): Part => [
  1,
  message([1, name], [2, ''], [8, ''], [11, message([1, 'a'], [2, 'b'])]),
];

describe('protobuf bodies', () => {
  test.each<[what: string, body: Buffer, expected: object]>([
    [
      'an access review as kubectl auth can-i sends it',
      envelope(
        'authorization.k8s.io/v1',
        'SelfSubjectAccessReview',
        message(
          [1, message([1, ''])],
          [2, message([1, message([1, 'shop'], [2, 'get'], [3, ''], [5, 'pods'], [7, ''])])],
          [3, message([1, 0], [2, ''])],
        ),
      ),
      {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        metadata: {},
        spec: { resourceAttributes: { namespace: 'shop', verb: 'get', resource: 'pods' } },
      },
    ],
    [
      'a ConfigMap',
      envelope(
        'v1',
        'ConfigMap',
        message(
          metadata('x'),
          [2, message([1, 'k'], [2, 'v'.repeat(200)])],
          [3, message([1, 'raw'], [2, Buffer.from([1, 2])])],
          [4, 1],
        ),
      ),
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'x', labels: { a: 'b' } },
        data: { k: 'v'.repeat(200) },
        binaryData: { raw: 'AQI=' },
        immutable: true,
      },
    ],
    [
      'a Role with several rules',
      envelope(
        'rbac.authorization.k8s.io/v1',
        'Role',
        message(
          metadata('r'),
          [2, message([1, 'get'], [1, 'list'], [2, ''], [3, 'pods'])],
          [2, message([1, '*'], [3, '*'])],
        ),
      ),
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        metadata: { name: 'r', labels: { a: 'b' } },
        rules: [
          { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'] },
          { verbs: ['*'], resources: ['*'] },
        ],
      },
    ],
  ])('%s', (_what, body, expected) => {
    expect(decodeProtobuf(body)).toEqual({ ok: true, value: expected });
  });

  test.each<[what: string, body: Buffer]>([
    ['something else', Buffer.from('{}')],
    ['a kind that is not known', envelope('apps/v1', 'Deployment', message(metadata('x')))],
    ['a field that is not known', envelope('v1', 'ConfigMap', message(metadata('x'), [9, 'lost']))],
    ['a body cut short', envelope('v1', 'ConfigMap', message(metadata('x'))).subarray(0, -10)],
  ])('%s is refused', (_what, body) => {
    expect(decodeProtobuf(body).ok).toBe(false);
  });
});
