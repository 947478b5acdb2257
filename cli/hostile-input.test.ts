/** Files that mean harm, or are none: each is an error with its place, and nothing else is lost. */
import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { commandFolder, mesh, routes, service } from './testing/command.ts';

const { path: folder, write, sluice, remove } = commandFolder();
afterAll(remove);

describe('hostile input', () => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x,x]',
    ...['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map(
      (name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefgh'[index]}`).join()}]`,
    ),
  ].join('\n');
  const cases: [string, string | Uint8Array, string][] = [
    ['an alias bomb', bomb, 'Excessive alias count'],
    ['binary', Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 255]), 'no text in UTF-8'],
    ['what is no YAML', 'a: [1, 2\nb: }', 'This is not read'],
    ['one key twice', 'a: 1\na: 2\n', 'Map keys must be unique'],
    ['a text without end of nesting', '['.repeat(20_000), 'This is not read'],
    ['a text that is no object', 'hello world\n', 'no Kubernetes object'],
    [
      'a name that is a number',
      'apiVersion: v1\nkind: Service\nmetadata: {name: 7}\n',
      'metadata.name is missing',
    ],
  ];

  it('is an error with its place, beside whatever else there is to say', () => {
    const files = cases.map(([, content], index) => write(`hostile/${index}.yaml`, content));
    const { status, stdout, stderr } = sluice(['check', ...files, write('good.yaml', mesh('v2'))]);
    expect([status, stderr]).toEqual([1, '']);
    for (const [index, [, , text]] of cases.entries()) {
      const line = stdout.split('\n').find((found) => found.startsWith(`hostile/${index}.yaml:`));
      expect(line).toContain(text);
      expect(line).toContain('error SLU0011');
    }
    expect(stdout).toContain('good.yaml:34: error IST0101');
  });

  it('is refused where it is too large, without being read', () => {
    write('large.yaml', '');
    truncateSync(join(folder, 'large.yaml'), 5 * 2 ** 30);
    const { status, stdout } = sluice(['check', 'large.yaml']);
    expect(status).toBe(1);
    expect(stdout).toContain('large.yaml:1: error SLU0011 This is not read: larger than 64 MiB; split it.');
  });

  it('does no harm by names that objects inherit', () => {
    const text = `${routes('v1').replace('hosts: [reviews]', 'hosts: [reviews]\n  __proto__: {polluted: 1}\n  constructor: 1')}---
apiVersion: constructor
kind: __proto__
metadata: {name: toString, namespace: hasOwnProperty, labels: {__proto__: a}}
`;
    const { status, stdout, stderr } = sluice(['check', '-', '--format', 'json'], `${service}---\n${text}`);
    expect([status, stderr]).toEqual([1, '']);
    const dropped = JSON.parse(stdout).filter(({ code }: { code: string }) => code === 'SLU0009');
    expect(dropped.map(({ path }: { path: string }) => path)).toEqual(['spec.__proto__', 'spec.constructor']);
  });

  it('prints no control characters of names', () => {
    const { stdout } = sluice(
      ['check', '-'],
      `apiVersion: v1\nkind: Namespace\nmetadata: {name: "a\\u001b[2J\\nb"}\n`,
    );
    expect(stdout).toContain('Namespace a\\u001b[2J\\nb metadata.labels:');
  });

  it('does not run in circles with delegates that name each other', () => {
    const delegating = (name: string, to: string, hosts: string) => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: ${name}, namespace: app}
spec:
${hosts}  http:
    - match: [{uri: {prefix: /}}]
      delegate: {name: ${to}}
`;
    const files = [
      service,
      delegating('root', 'a', '  hosts: [reviews]\n'),
      delegating('a', 'b', ''),
      delegating('b', 'a', ''),
    ];
    const text = files.join('---\n');
    expect(sluice(['check', '-'], text).status).toBe(1);
    const answer = sluice(['route', '-', '--from', 'app/x', '--url', 'http://reviews:9080'], text);
    expect(answer.status).toBe(0);
  });
});
