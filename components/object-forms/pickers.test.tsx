// @vitest-environment happy-dom
/** What fields offer of the cluster: only what the field understands, and by what stands beside it. */
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { IntlProvider } from 'use-intl';
import { expect, it } from 'vitest';
import type { Choices } from '#lib/api/configuration/choices.ts';
import type { Path } from '#lib/document/json.ts';
import { parseDocument } from '#lib/document/stream.ts';
import { messages } from '#lib/i18n/messages-en.ts';
import { kindOf } from '#lib/istio/kinds/registry.ts';
import { ObjectForm } from './object-form.tsx';

const host = (namespace: string, name: string) => ({
  host: `${name}.${namespace}.svc.cluster.local`,
  shortName: namespace === 'shop' ? name : null,
  namespace,
  source: 'service' as const,
  object: name,
  ports: [{ number: 8080, name: 'http', protocol: 'HTTP' }],
  subsets: [],
  versions: [],
});
const choices: Choices = {
  namespace: 'shop',
  hosts: [host('shop', 'cart'), host('back', 'stock')],
  gateways: [
    {
      kind: 'gateways.networking.istio.io',
      namespace: 'edge',
      name: 'web',
      hosts: ['./*.example.com'],
      ports: [],
      selector: {},
    },
    {
      kind: 'gateways.gateway.networking.k8s.io',
      namespace: 'shop',
      name: 'waypoint',
      hosts: ['*'],
      ports: [],
      selector: null,
    },
  ],
  virtualServices: [
    { namespace: 'shop', name: 'cart', hosts: ['cart', 'cart.shop.svc.cluster.local', 'cart.example.com'] },
    { namespace: 'shop', name: 'part', hosts: [] },
    { namespace: 'back', name: 'theirs', hosts: [] },
  ],
  localities: ['eu/a'],
  namespaces: ['back', 'istio-system', 'shop'].map((name) => ({ name, labels: {} })),
  workloads: [],
  labels: [],
  serviceAccounts: [{ name: 'cart', principal: 'cluster.local/ns/shop/sa/cart' }],
  secrets: null,
  mesh: {
    rootNamespace: 'istio-system',
    domain: 'cluster.local',
    outboundTrafficPolicy: 'ALLOW_ANY',
    enableAutoMtls: true,
    extensionProviders: [
      { name: 'envoy', type: 'envoyFileAccessLog' },
      { name: 'opa', type: 'envoyExtAuthzGrpc' },
      { name: 'otel', type: 'opentelemetry' },
      { name: 'prometheus', type: 'prometheus' },
    ],
  },
  creatable: [],
  apiVersions: {},
  warnings: [],
};

const head = (kind: string, group = 'networking.istio.io') =>
  `apiVersion: ${group}/v1\nkind: ${kind}\nmetadata: {name: x, namespace: shop}\nspec:`;
const security = (spec: string) =>
  `${head('AuthorizationPolicy', 'security.istio.io')} {action: DENY, ${spec}}`;
const delegate = (to: string) => `${head('VirtualService')} {hosts: [cart], http: [{delegate: ${to}}]}`;
const target = (kind: string, group: string) =>
  security(`targetRefs: [{kind: ${kind}, group: "${group}", name: ""}]`);
const kubernetes = 'gateway.networking.k8s.io';

it.each<[what: string, text: string, field: Path, offered: string[]]>([
  ['a delegate, of this namespace', delegate('{name: ""}'), ['http', 0, 'delegate', 'name'], ['part']],
  [
    'a delegate, of the namespace beside',
    delegate('{name: "", namespace: back}'),
    ['http', 0, 'delegate', 'name'],
    ['theirs'],
  ],
  [
    'hosts of a gateway, no short names among them',
    `${head('Gateway')} {servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: []}]}`,
    ['servers', 0, 'hosts'],
    ['*', 'cart.example.com', '*.example.com'],
  ],
  [
    'hosts of a Sidecar, each with its namespace',
    `${head('Sidecar')} {egress: [{hosts: []}]}`,
    ['egress', 0, 'hosts'],
    [
      './*',
      'istio-system/*',
      'back/*',
      '*/*',
      './cart.shop.svc.cluster.local',
      'back/stock.back.svc.cluster.local',
    ],
  ],
  [
    'principals',
    security('rules: [{from: [{source: {principals: []}}]}]'),
    ['rules', 0, 'from', 0, 'source', 'principals'],
    ['cluster.local/ns/shop/sa/cart'],
  ],
  [
    'hosts of a request, by their full names',
    security('rules: [{to: [{operation: {hosts: []}}]}]'),
    ['rules', 0, 'to', 0, 'operation', 'hosts'],
    ['cart.shop.svc.cluster.local', 'stock.back.svc.cluster.local'],
  ],
  [
    'providers that can be asked whether a request may pass',
    `${head('AuthorizationPolicy', 'security.istio.io')} {action: CUSTOM, provider: {name: ""}}`,
    ['provider', 'name'],
    ['opa'],
  ],
  [
    'providers that take traces',
    `${head('Telemetry', 'telemetry.istio.io')} {tracing: [{providers: [{name: ""}]}]}`,
    ['tracing', 0, 'providers', 0, 'name'],
    ['otel'],
  ],
  [
    'providers that take access logs',
    `${head('Telemetry', 'telemetry.istio.io')} {accessLogging: [{providers: [{name: ""}]}]}`,
    ['accessLogging', 0, 'providers', 0, 'name'],
    ['envoy'],
  ],
  [
    'providers that take metrics',
    `${head('Telemetry', 'telemetry.istio.io')} {metrics: [{providers: [{name: ""}]}]}`,
    ['metrics', 0, 'providers', 0, 'name'],
    ['prometheus'],
  ],
  ['a target that is a Service', target('Service', ''), ['targetRefs', 0, 'name'], ['cart']],
  ['a target that is a gateway', target('Gateway', kubernetes), ['targetRefs', 0, 'name'], ['waypoint']],
  [
    'a target that is a class of gateways',
    target('GatewayClass', kubernetes),
    ['targetRefs', 0, 'name'],
    ['istio', 'istio-waypoint', 'istio-remote'],
  ],
])('%s', async (_, text, field, offered) => {
  const read = parseDocument(text);
  const { apiVersion, kind } = read.value as { apiVersion: string; kind: string };
  const known = kindOf(apiVersion, kind);
  if (known === undefined) throw new Error('unknown kind');
  await act(async () => {
    render(
      <IntlProvider locale="en" messages={messages} timeZone="UTC">
        <ObjectForm
          kind={known}
          document={read}
          before={null}
          choices={choices}
          findings={[]}
          readOnly={false}
          apply={() => undefined}
        />
      </IntlProvider>,
    );
  });
  const place = CSS.escape(JSON.stringify(['spec', ...field]));
  const find = () => document.querySelector(`[data-path=${place}] input`);
  // The form loads on demand, and its cards are closed at first.
  await waitFor(
    () => {
      for (const closed of screen.queryAllByRole('button', { expanded: false }))
        if (!closed.hasAttribute('aria-haspopup')) fireEvent.click(closed);
      expect(find()).not.toBeNull();
    },
    { timeout: 15_000 },
  );
  const input = find() as HTMLElement;
  fireEvent.focus(input);
  fireEvent.keyDown(input, { key: 'ArrowDown' });
  const list = screen.getByRole('listbox', { hidden: true });
  const options = [...list.children].map((option) => option.querySelector('span')?.textContent);
  expect(options).toEqual(offered);
});
