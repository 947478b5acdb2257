/** What an operator may say in SLUICE_LINKS, and what is refused at start. */
import { describe, expect, test } from 'vitest';
import { faultOfAddress } from './address.ts';
import { defaultGate, gateText, parseGate } from './gate.ts';
import { gateRole, grantCommands, portForwardCommand } from './grant-commands.ts';
import { noLinkSettings, parseLinkSettings, parseToolService } from './settings.ts';
import type { ToolService } from './tool.ts';

const grafana: ToolService = { namespace: 'monitoring', name: 'grafana', port: 3000, scheme: 'http' };

test('everything at once', () => {
  const parsed = parseLinkSettings(
    JSON.stringify({
      grafana: {
        url: 'https://grafana.example.com/g',
        service: 'https:monitoring/grafana:443',
        gate: 'open tools.sluice.dev grafana',
        dashboards: { service: 'abc', mesh: '/d/x/y' },
        tempo: 'traces',
      },
      kiali: { webRoot: '' },
      alertmanager: false,
    }),
  );
  expect(parsed).toEqual({
    ok: true,
    value: {
      ...noLinkSettings,
      grafana: {
        hidden: false,
        url: 'https://grafana.example.com/g',
        service: { namespace: 'monitoring', name: 'grafana', port: 443, scheme: 'https' },
        gate: { verb: 'open', group: 'sluice.dev', resource: 'tools', namespace: null, name: 'grafana' },
        webRoot: null,
        dashboards: { service: 'abc', mesh: '/d/x/y' },
        tempo: 'traces',
      },
      kiali: { ...noLinkSettings.kiali, webRoot: '' },
      alertmanager: { ...noLinkSettings.alertmanager, hidden: true },
    },
  });
});

test.each<[string, string]>([
  ['not JSON', '{'],
  ['a list', '[]'],
  ['an unknown tool', '{"zipkin": {"url": "https://a.test"}}'],
  ['an unknown field', '{"grafana": {"link": "https://a.test"}}'],
  ['true', '{"grafana": true}'],
  ['a script', '{"grafana": {"url": "javascript:alert(1)"}}'],
  ['a name only', '{"grafana": {"service": "grafana"}}'],
  ['a port that is none', '{"grafana": {"service": "a/b:70000"}}'],
  ['a path in a service', '{"grafana": {"service": "a/../b:80"}}'],
  ['a gate without name', '{"grafana": {"gate": "get services/proxy"}}'],
  ['a web root that leaves', '{"kiali": {"webRoot": "/../x"}}'],
  ['a dashboard elsewhere', '{"grafana": {"dashboards": {"mesh": "//evil.test/x"}}}'],
  ['a data source that is none', '{"grafana": {"tempo": "a b"}}'],
])('%s is refused', (_, json) => {
  expect(parseLinkSettings(json).ok).toBe(false);
});

describe('SEC-30 addresses', () => {
  test.each([
    ['https://grafana.example.com'],
    ['http://127.0.0.1:3000'],
    ['http://localhost:9090/prometheus'],
    ['https://[2001:db8::1]:3000/'],
    ['https://xn--grafan-9wa.example'],
  ])('%s is one', (text) => {
    expect(faultOfAddress(text)).toBeNull();
  });
  test.each([
    ['javascript:alert(1)'],
    ['data:text/html,x'],
    ['file:///etc/passwd'],
    ['//h'],
    ['h'],
    ['http://2852039166'],
    ['http://0xA9FEA9FE'],
    ['http://169.254.169.254'],
    ['http://[::ffff:a9fe:a9fe]'],
    ['http://[fe80::1]'],
    ['http://127.1'],
    ['http://0177.0.0.1'],
    ['https://user@grafana.example.com'],
    ['https://user:word@grafana.example.com'],
    ['https://grafana.example.com:8080@evil.test'],
    ['https://grafana.example.com/?a=1'],
    ['https://grafana.example.com/#a'],
    ['https://graf\u0430na.example'],
    ['https:\\\\evil.test'],
    ['ht\ntp://a.test'],
  ])('%s is none', (text) => {
    expect(faultOfAddress(text)).not.toBeNull();
  });
});

describe('gates', () => {
  test.each([
    ['get services/proxy monitoring/http:grafana:3000'],
    ['open tools.sluice.dev grafana'],
    ['list pods kube-system/x'],
    ['update virtualservices.networking.istio.io shop/reviews'],
  ])('%s', (text) => {
    const gate = parseGate(text);
    expect(gate === null ? null : gateText(gate)).toBe(text);
  });
  test.each([
    [''],
    ['get'],
    ['get pods'],
    ['get pods a b'],
    ['get pods/a/b x'],
    ['* pods x'],
    ['get * x'],
    ['get pods ../x'],
  ])('%j is none', (text) => {
    expect(parseGate(text)).toBeNull();
  });
  test('by default the API server’s proxy, or a verb of the console’s own', () => {
    expect(gateText(defaultGate('grafana', grafana))).toBe('get services/proxy monitoring/http:grafana:3000');
    expect(gateText(defaultGate('kiali', null))).toBe('open tools.sluice.dev kiali');
  });
});

describe('what to type', () => {
  const oneLine = (commands: string[]) => commands.map((command) => command.replaceAll(' \\\n ', ''));

  test('a Role for one Service and one person', () => {
    expect(oneLine(grantCommands(defaultGate('grafana', grafana), 'dev@example.com'))).toEqual([
      'kubectl create role sluice-open-http-grafana-3000 --verb=get --resource=services/proxy --resource-name=http:grafana:3000 --namespace=monitoring',
      'kubectl create rolebinding sluice-open-http-grafana-3000-dev-example-com --role=sluice-open-http-grafana-3000 --user=dev@example.com --namespace=monitoring',
    ]);
  });
  test('a ClusterRole where there is no namespace; names of people are quoted', () => {
    expect(oneLine(grantCommands(defaultGate('kiali', null), "o'neill; rm -rf /"))).toEqual([
      'kubectl create clusterrole sluice-open-kiali --verb=open --resource=tools.sluice.dev --resource-name=kiali',
      "kubectl create clusterrolebinding sluice-open-kiali-o-neill-rm-rf --clusterrole=sluice-open-kiali --user='o'\\''neill; rm -rf /'",
    ]);
  });
  test('the same as an object', () => {
    expect(gateRole(defaultGate('grafana', grafana))).toMatchObject({
      kind: 'Role',
      metadata: { name: 'sluice-open-http-grafana-3000', namespace: 'monitoring' },
      rules: [
        {
          apiGroups: [''],
          resources: ['services/proxy'],
          resourceNames: ['http:grafana:3000'],
          verbs: ['get'],
        },
      ],
    });
  });
  test.each([
    [3000, '3000:3000'],
    [80, '8080:80'],
    [443, '8443:443'],
  ])('port %i is reached as %s', (port, ports) => {
    expect(portForwardCommand({ ...grafana, port })).toBe(
      `kubectl port-forward -n monitoring svc/grafana ${ports}`,
    );
  });
});

test.each([
  ['monitoring/grafana:3000', 'http'],
  ['https:monitoring/grafana:3000', 'https'],
])('%s is a service', (text, scheme) => {
  expect(parseToolService(text)).toEqual({ ...grafana, scheme });
});
