/** The command as it is called: a process with arguments, files, standard input, exit codes and outputs. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { main } from './main.ts';

const command = fileURLToPath(new URL('../scripts/sluice.mjs', import.meta.url));
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-command-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(file: string, content: string | Uint8Array): string {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), content);
  return file;
}

function sluice(args: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], {
    cwd: folder,
    input,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return { status, stdout, stderr };
}

/** The same without a process of its own, for what it says before it reads anything. */
async function inProcess(args: readonly string[]) {
  const said: string[] = [];
  const collect = (text: string | Uint8Array) => said.push(String(text)) > 0;
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation(collect),
  );
  try {
    return { status: await main(args), said: said.join('') };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

const service = `apiVersion: v1
kind: Service
metadata: {name: reviews, namespace: app}
spec:
  selector: {app: reviews}
  ports:
    - {name: http, port: 9080}
`;
const pods = `apiVersion: v1
kind: Pod
metadata: {name: reviews-1, namespace: app, labels: {app: reviews, version: v1}}
spec: {containers: [{name: app}]}
`;
const rule = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: reviews, namespace: app}
spec:
  host: reviews
  subsets:
    - {name: v1, labels: {version: v1}}
`;
const routes = (subset: string) => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: reviews
  namespace: app
spec:
  hosts: [reviews]
  http:
    - name: all
      route:
        - destination:
            host: reviews
            subset: ${subset}
`;
const mesh = (subset: string) => [service, pods, rule, routes(subset)].join('---\n');

describe('sluice check', () => {
  it('ends with 0 where nothing is wrong, with 1 and the line where something is', () => {
    const clean = sluice(['check', write('clean.yaml', mesh('v1'))]);
    expect(clean).toEqual({ status: 0, stdout: '0 errors, 0 warnings, 0 hints in 4 objects\n', stderr: '' });
    const wrong = sluice(['check', write('wrong.yaml', mesh('v2'))]);
    expect(wrong.status).toBe(1);
    expect(wrong.stdout).toMatch(
      /^wrong\.yaml:34: error IST0101 VirtualService app\/reviews spec\.http\[0\]\.route\[0\]\.destination\.subset: /,
    );
  });

  it('reads a folder, many documents, Lists and JSON as one cluster', () => {
    write('mesh/a/service.yml', `# nothing\n---\n${service}---\n`);
    write(
      'mesh/b.json',
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'List',
        items: [
          JSON.parse(JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'app' } })),
        ],
      }),
    );
    write('mesh/values.yaml', 'replicas: 2\n');
    write(
      'mesh/c.yaml',
      `apiVersion: v1\nkind: List\nitems:\n${`- ${routes('v1').trimEnd().replaceAll('\n', '\n  ')}`}\n`,
    );
    const { status, stdout } = sluice(['check', 'mesh', '--format', 'json']);
    expect(status).toBe(1);
    expect(
      JSON.parse(stdout).map((found: Record<string, unknown>) => `${found.code} ${found.file}:${found.line}`),
    ).toEqual(['IST0102 mesh/b.json:1', 'IST0101 mesh/c.yaml:16', 'SLU0011 mesh/values.yaml:1']);
  });

  it('answers JSON as the contract has it', () => {
    const { stdout } = sluice(['check', '-', '--format', 'json'], mesh('v2'));
    expect(JSON.parse(stdout)).toEqual([
      {
        code: 'IST0101',
        severity: 'error',
        kind: 'VirtualService',
        namespace: 'app',
        name: 'reviews',
        path: 'spec.http[0].route[0].destination.subset',
        file: '-',
        line: 34,
        message: expect.stringContaining('No DestinationRule for reviews has a subset v2'),
      },
    ]);
  });

  it('answers SARIF that code scanning takes', () => {
    const { status, stdout } = sluice(['check', write('a b/wrong.yaml', mesh('v2')), '--format', 'sarif']);
    const { version, runs } = JSON.parse(stdout);
    expect([status, version, runs[0].tool.driver.name]).toEqual([1, '2.1.0', 'sluice']);
    expect(runs[0].results).toMatchObject([
      {
        ruleId: 'IST0101',
        ruleIndex: 0,
        level: 'error',
        locations: [
          { physicalLocation: { artifactLocation: { uri: 'a%20b/wrong.yaml' }, region: { startLine: 34 } } },
        ],
      },
    ]);
  });

  it('reads YAML as kubectl does: unquoted "no" is a boolean', () => {
    const text = routes('v1')
      .replace('- name: all', '- match: [{uri: {prefix: no}}]')
      .replace('subset: v1', 'port: {number: 9080}');
    const { status, stdout } = sluice(['check', '-'], `${service}---\n${text}`);
    expect(status).toBe(1);
    expect(stdout).toContain(
      'IST0106 VirtualService app/reviews spec.http[0].match[0].uri.prefix: The cluster refuses this: ',
    );
  });

  it('tells an object that is there twice, and takes the last', () => {
    const { status, stdout } = sluice([
      'check',
      write('first.yaml', mesh('v2')),
      write('second.yaml', routes('v1')),
    ]);
    expect(status).toBe(0);
    expect(stdout).toContain('first.yaml:25: warning SLU0010 VirtualService app/reviews metadata.name: ');
    expect(stdout).toContain('second.yaml:4');
  });

  it.each([
    [[], 'usage:', 2],
    [['check'], 'no PATH', 2],
    [['check', 'nowhere.yaml'], 'no file or folder nowhere.yaml', 2],
    [['check', '.', '--format', 'xml'], 'it can be text, json, sarif', 2],
    [['check', '--wrong'], "Unknown option '--wrong'", 2],
    [['chekc', '.'], 'there are: check, route', 2],
    [['check', '--kubeconfig', 'nowhere'], 'cannot be read', 2],
    [['--help'], 'sluice route PATH', 0],
  ])('says what to do when called as %j', async (args, text, status) => {
    const answer = await inProcess(args);
    expect(answer.status).toBe(status);
    expect(answer.said).toContain(text);
  });
});

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

describe('sluice route', () => {
  const canary = `${[service, pods, rule].join('---\n')}---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: reviews, namespace: app}
spec:
  hosts: [reviews]
  http:
    - match: [{headers: {end-user: {exact: jason}}}]
      redirect: {uri: /jason}
    - name: rest
      timeout: 3s
      route:
        - {destination: {host: reviews, subset: v1}, weight: 75}
        - {destination: {host: reviews, subset: v9}, weight: 25}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: web, namespace: app}
spec:
  selector: {istio: ingress}
  servers:
    - {port: {number: 80, name: http, protocol: HTTP}, hosts: [shop.example.com]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: client, namespace: app}
spec: {template: {metadata: {labels: {app: client}}, spec: {containers: [{name: a}]}}}
`;
  const ask = (...args: string[]) => sluice(['route', write('canary.yaml', canary), ...args]);

  it('answers one request in words', () => {
    const { status, stdout, stderr } = ask('--from', 'app/client', '--url', 'http://reviews:9080/x');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      '75 % to reviews.app.svc.cluster.local:9080 subset v1, 25 % to reviews.app.svc.cluster.local:9080 subset v9 — which does not exist: 503',
      '  because of rule 1 "rest" of VirtualService app/reviews',
      '  timeout 3s',
    ]);
  });

  it('answers one request as the contract has it', () => {
    const { stdout } = ask(
      '--from',
      'app/client',
      '--url',
      'http://reviews:9080/x',
      '--header',
      'end-user: jason',
      '--format',
      'json',
    );
    expect(JSON.parse(stdout)).toMatchObject({
      id: null,
      outcome: 'redirect',
      redirect: { code: 301, path: '/jason' },
      rule: { kind: 'VirtualService', namespace: 'app', name: 'reviews', index: 0, route: null },
      tried: [{ index: 0, matched: true }],
    });
  });

  it('answers as a gateway', () => {
    const { status, stdout } = ask(
      '--from',
      'gateway:app/web',
      '--url',
      'http://shop.example.com/',
      '--format',
      'json',
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'not-found', status: 404 });
  });

  it('answers many, and fails where an expectation is not met', () => {
    const requests = [
      {
        id: 'split',
        from: { namespace: 'app', labels: {} },
        host: 'reviews',
        port: 9080,
        expect: { outcome: 'forward', destinations: [{ share: 0.75 }, { missing: true }] },
      },
      {
        id: 'jason',
        from: { namespace: 'app' },
        host: 'reviews',
        port: 9080,
        headers: { 'end-user': 'jason' },
        expect: { outcome: 'forward' },
      },
      { id: 'else', gateway: { namespace: 'app', labels: { istio: 'ingress' } }, host: 'x', port: 80 },
    ];
    const file = write('requests.jsonl', requests.map((request) => JSON.stringify(request)).join('\n'));
    const { status, stdout, stderr } = ask('--requests', file, '--format', 'json');
    expect(status).toBe(1);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
        .map(({ id, outcome }) => [id, outcome]),
    ).toEqual([
      ['split', 'forward'],
      ['jason', 'redirect'],
      ['else', 'not-found'],
    ]);
    expect(stderr).toBe(
      'sluice: request jason is not as expected: outcome is "redirect", not "forward"\nsluice: 2 expectations, 1 not met\n',
    );
  });

  it.each([
    [['--from', 'app/client'], 'say which request'],
    [['--from', 'client', '--url', 'http://reviews'], 'write NAMESPACE/WORKLOAD'],
    [['--from', 'gateway:app/other', '--url', 'http://reviews'], 'there are: app/web'],
    [['--from', 'app/client', '--url', 'reviews'], 'write http://HOST'],
    [['--from', 'app/client', '--url', 'tcp://reviews'], 'tcp needs a port'],
    [['--from', 'app/client', '--url', 'http://reviews', '--header', 'x'], 'write name:value'],
    [['--requests', 'FOLDER/broken.jsonl'], 'broken.jsonl:2: port'],
  ])('says what to do when called with %j', async (args, text) => {
    write(
      'broken.jsonl',
      '{"from":{"namespace":"a"},"host":"a","port":1}\n{"from":{"namespace":"a"},"host":"a","port":"1"}\n',
    );
    const objects = join(folder, write('canary.yaml', canary));
    const answer = await inProcess(['route', objects, ...args.map((arg) => arg.replace('FOLDER', folder))]);
    expect(answer.status).toBe(2);
    expect(answer.said).toContain(text);
  });
});
