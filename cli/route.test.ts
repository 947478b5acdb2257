/** `sluice route` as it is called: one request, many requests, expectations. */
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { commandFolder, pods, rule, service } from './testing/command.ts';
import { inProcess } from './testing/in-process.ts';

const { path: folder, write, sluice, remove } = commandFolder();
afterAll(remove);

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

  it('says where TCPRoutes and TLSRoutes decide, once for each listener', async () => {
    const file = write(
      'passthrough.yaml',
      `${[service, pods].join('---\n')}---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: app}
spec:
  gatewayClassName: istio
  listeners:
  - {name: vault, port: 8443, protocol: TLS, tls: {mode: Passthrough}}
`,
    );
    const line =
      'sluice: listener vault of Gateway app/edge: TCPRoutes and TLSRoutes decide about its connections, and are not read';
    const lines = async (...args: string[]) =>
      (await inProcess(['route', join(folder, file), ...args])).said.split('\n');
    const asked = (url: string) => lines('--from', 'gateway:app/edge', '--url', url);
    expect(await asked('tls://vault.example.com:8443')).toContain(line);
    expect(await asked('http://vault.example.com:80/')).not.toContain(line);
    const question = '{"gateway": {"namespace": "app"}, "protocol": "tls", "host": "a", "port": 8443}\n';
    const said = await lines('--requests', join(folder, write('asked.jsonl', question + question)));
    expect(said.filter((one) => one === line)).toHaveLength(1);
  });

  it('answers by routes of the Gateway API, from a workload and from their gateway', () => {
    const routes = `${[service, pods].join('---\n')}---
apiVersion: v1
kind: Service
metadata: {name: edge-istio, namespace: app}
spec: {selector: {app: edge}, ports: [{name: http, port: 80}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: app}
spec: {gatewayClassName: istio, listeners: [{name: http, port: 80, protocol: HTTP}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: reviews, namespace: app}
spec:
  parentRefs: [{group: '', kind: Service, name: reviews}, {name: edge}]
  rules:
    - backendRefs: [{name: reviews, port: 9080, weight: 3}, {name: gone, port: 9080}]
`;
    const answer = (from: string, url: string) =>
      sluice(['route', write('routes.yaml', routes), '--from', from, '--url', url])
        .stdout.split('\n')
        .slice(0, 2);
    const expected = [
      '75 % to reviews.app.svc.cluster.local:9080, 25 % to gone.app.svc.cluster.local:9080 — which does not exist: 500',
      '  because of rule 0 of HTTPRoute app/reviews',
    ];
    expect(answer('app/client', 'http://reviews:9080/x')).toEqual(expected);
    expect(answer('gateway:app/edge', 'http://any.example/x')).toEqual(expected);
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
