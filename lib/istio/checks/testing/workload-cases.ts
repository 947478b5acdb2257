/** Cases about what is deployed: namespaces, pods, deployments, injectors, and policies that select pods. */
import { type CheckCase, checkCase } from './case.ts';
import { make, namespace, pod, service } from './objects.ts';

const app = namespace('app');
const reviews = pod('reviews', { app: 'reviews' });
const bare = (labels: Readonly<Record<string, string>> = {}) =>
  pod('bare', { app: 'bare', ...labels }, { spec: { containers: [{ name: 'app', image: 'app:1' }] } });
const workload = (spec: object, labels = { app: 'reviews' }) =>
  make('Deployment', 'reviews', {
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [{ name: 'app', image: 'app:1' }], ...spec } },
  });
const port = (id: string, number: number, targetPort: number, protocol = 'TCP') =>
  make('Service', id, {
    selector: { app: 'reviews' },
    ports: [{ name: 'tcp-a', port: number, targetPort, protocol }],
  });
const sidecar = (id: string, labels?: object, more: object = {}) =>
  make('Sidecar', id, {
    ...(labels ? { workloadSelector: { labels } } : {}),
    egress: [{ hosts: ['*/*'] }],
    ...more,
  });
const telemetry = (id: string, labels?: object, more: object = {}) =>
  make('Telemetry', id, { ...(labels ? { selector: { matchLabels: labels } } : {}), ...more });
const policy = (spec: object) => make('AuthorizationPolicy', 'policy', spec);
const select = (labels: object) => ({ selector: { matchLabels: labels } });
const fromNamespace = (name: string) => ({ rules: [{ from: [{ source: { namespaces: [name] } }] }] });
const injector = (name: string, matchLabels: object) =>
  make('MutatingWebhookConfiguration', name, undefined, {
    top: {
      webhooks: [
        {
          name: 'sidecar-injector.istio.io',
          namespaceSelector: { matchLabels },
          clientConfig: { service: { name: 'istiod', namespace: 'istio-system' } },
        },
      ],
    },
  });
const istiod = service('istio-system/istiod', 'https-webhook:443');
const auto = { containers: [{ name: 'istio-proxy', image: 'auto' }] };
const values = (content: object) =>
  make('ConfigMap', 'istio-system/istio-sidecar-injector', undefined, {
    top: { data: { values: JSON.stringify(content) } },
  });
const byDefault = (enableNamespacesByDefault: boolean) =>
  values({ sidecarInjectorWebhook: { enableNamespacesByDefault } });
const image = (tag: string) =>
  values({
    global: { hub: 'docker.io/istio', tag, proxy: { image: 'proxyv2' } },
    sidecarInjectorWebhook: { enableNamespacesByDefault: false },
  });
const proxied = pod(
  'proxied',
  {},
  { spec: { containers: [{ name: 'istio-proxy', image: 'docker.io/istio/proxyv2:1.2' }] } },
);
const annotated = (name: string, value: string) => pod('a', { app: 'a' }, { annotations: { [name]: value } });
const patch = (applyTo: string, operation: string, more: object = {}) =>
  make('EnvoyFilter', 'filter', {
    configPatches: [{ applyTo, patch: { operation, value: { name: 'x' } } }],
    ...more,
  });
const ambientPod = pod(
  'reviews',
  { app: 'reviews' },
  { annotations: { 'ambient.istio.io/redirection': 'enabled' } },
);
const gatewayPod = pod('web-1', { 'gateway.networking.k8s.io/gateway-name': 'web', app: 'web' });
const crd = (group: string) =>
  make('CustomResourceDefinition', `serviceroles.${group}`, {
    group,
    names: { kind: 'ServiceRole', plural: 'serviceroles' },
    scope: 'Namespaced',
    versions: [],
  });
const controlPlane = (env: object[]) =>
  make(
    'Deployment',
    'istio-system/istiod',
    {
      template: {
        metadata: { labels: { app: 'istiod' } },
        spec: { containers: [{ name: 'discovery', image: 'pilot:1', env }] },
      },
    },
    { labels: { app: 'istiod' } },
  );
const grpcRoutes = (version: string) =>
  make(
    'CustomResourceDefinition',
    'grpcroutes.gateway.networking.k8s.io',
    { group: 'gateway.networking.k8s.io', names: { kind: 'GRPCRoute', plural: 'grpcroutes' } },
    { annotations: { 'gateway.networking.k8s.io/bundle-version': version } },
  );
const jwt = make('RequestAuthentication', 'jwt', { jwtRules: [{ issuer: 'https://issuer.example.com' }] });

export const workloadCases: readonly CheckCase[] = [
  checkCase(
    'IST0102',
    'a namespace that does not say',
    [namespace('app', {})],
    [namespace('app', { 'istio-injection': 'disabled' })],
  ),
  checkCase(
    'IST0148',
    'injection by default',
    [namespace('app', {}), byDefault(true)],
    [namespace('app', {}), byDefault(false)],
  ),
  checkCase(
    'IST0123',
    'two labels for injection',
    [namespace('app', { 'istio-injection': 'enabled', 'istio.io/rev': 'canary' })],
    [namespace('app', { 'istio-injection': 'disabled', 'istio.io/rev': 'canary' })],
  ),
  checkCase(
    'IST0103',
    'a pod without proxy',
    [app, bare()],
    [app, bare({ 'sidecar.istio.io/inject': 'false' })],
  ),
  checkCase('IST0158', 'a proxy of before', [app, proxied, image('1.3')], [app, proxied, image('1.2')]),
  checkCase(
    'IST0144',
    "the proxy's user",
    [workload({ securityContext: { runAsUser: 1337 } })],
    [workload({ securityContext: { runAsUser: 1000 } })],
  ),
  checkCase(
    'IST0144',
    "the proxy's user in a pod",
    [pod('a', {}, { spec: { containers: [{ name: 'a', securityContext: { runAsUser: 1337 } }] } })],
    [pod('a', {}, { spec: { containers: [{ name: 'istio-proxy', securityContext: { runAsUser: 1337 } }] } })],
  ),
  checkCase(
    'IST0146',
    'auto without injector',
    [app, istiod, workload(auto), injector('one', { 'istio-injection': 'disabled' })],
    [app, istiod, workload(auto), injector('one', { 'istio-injection': 'enabled' })],
  ),
  checkCase('IST0147', 'a pod that stayed auto', [pod('a', {}, { spec: auto })], [pod('a', {})]),
  checkCase(
    'IST0116',
    'a port of two protocols',
    [app, workload({}), port('a', 53, 53, 'TCP'), port('b', 53, 53, 'UDP')],
    [app, workload({}), port('a', 53, 53, 'TCP'), port('b', 53, 53, 'TCP')],
  ),
  checkCase(
    'IST0137',
    'a target port behind two ports',
    [app, workload({}), port('a', 80, 8080), port('b', 81, 8080)],
    [app, workload({}), port('a', 80, 8080), port('b', 81, 8081)],
  ),
  checkCase(
    'IST0107',
    'an annotation for Services',
    [annotated('networking.istio.io/exportTo', '*')],
    [service('a', 'http:80', { annotations: { 'networking.istio.io/exportTo': '*' } })],
  ),
  checkCase(
    'IST0108',
    'an annotation of nobody',
    [annotated('sidecar.istio.io/injekt', 'x')],
    [annotated('sidecar.istio.io/logLevel', 'info')],
  ),
  checkCase(
    'IST0125',
    'a port that is a word',
    [annotated('traffic.sidecar.istio.io/excludeInboundPorts', 'http')],
    [annotated('traffic.sidecar.istio.io/excludeInboundPorts', '80,443')],
  ),
  checkCase(
    'IST0135',
    'an annotation of the past',
    [annotated('sidecar.istio.io/inject', 'true')],
    [pod('a', { 'sidecar.istio.io/inject': 'true' })],
  ),
  checkCase(
    'IST0110',
    'two Sidecars, one pod',
    [reviews, sidecar('a', { app: 'reviews' }), sidecar('b', { app: 'reviews' })],
    [
      reviews,
      pod('ratings', { app: 'ratings' }),
      sidecar('a', { app: 'reviews' }),
      sidecar('b', { app: 'ratings' }),
    ],
  ),
  checkCase(
    'IST0111',
    'two Sidecars without selector',
    [sidecar('a'), sidecar('b')],
    [sidecar('a'), sidecar('other/b')],
  ),
  checkCase(
    'IST0101',
    'a Sidecar for no pod',
    [sidecar('a', { app: 'reviews' })],
    [reviews, sidecar('a', { app: 'reviews' })],
  ),
  checkCase(
    'IST0167',
    'a Sidecar for an ambient pod',
    [ambientPod, sidecar('a', { app: 'reviews' })],
    [reviews, sidecar('a', { app: 'reviews' })],
  ),
  checkCase(
    'IST0167',
    'a Sidecar for an ambient namespace',
    [namespace('app', { 'istio.io/dataplane-mode': 'ambient' }), sidecar('a')],
    [app, sidecar('a')],
  ),
  checkCase(
    'IST0002',
    "a Sidecar's egress proxy",
    [
      sidecar('a', undefined, {
        outboundTrafficPolicy: {
          mode: 'ALLOW_ANY',
          egressProxy: { host: 'a.app.svc.cluster.local', port: { number: 80 } },
        },
      }),
    ],
    [sidecar('a', undefined, { outboundTrafficPolicy: { mode: 'ALLOW_ANY' } })],
  ),
  checkCase('IST0002', 'a kind that went', [crd('rbac.istio.io')], [crd('example.com')]),
  checkCase(
    'IST0127',
    'a policy for no pod',
    [app, reviews, policy(select({ app: 'ratings' }))],
    [app, reviews, policy(select({ app: 'reviews' }))],
  ),
  checkCase(
    'IST0127',
    'a policy for an empty namespace',
    [app, policy({ rules: [{}] })],
    [app, reviews, policy({ rules: [{}] })],
  ),
  checkCase(
    'IST0101',
    'a namespace that is not there',
    [app, reviews, policy(fromNamespace('nowhere'))],
    [app, reviews, policy(fromNamespace('ap*'))],
  ),
  checkCase(
    'IST0166',
    'a selector on a Gateway',
    [gatewayPod, policy(select({ app: 'web' }))],
    [
      gatewayPod,
      policy({ targetRefs: [{ kind: 'Gateway', group: 'gateway.networking.k8s.io', name: 'web' }] }),
    ],
  ),
  checkCase(
    'IST0157',
    'a log to nowhere',
    [telemetry('a', undefined, { accessLogging: [{}] })],
    [telemetry('a', undefined, { accessLogging: [{ providers: [{ name: 'envoy' }] }] })],
  ),
  checkCase(
    'IST0159',
    'two Telemetries, one pod',
    [reviews, telemetry('a', { app: 'reviews' }), telemetry('b', { app: 'reviews' })],
    [reviews, telemetry('a', { app: 'reviews' }), telemetry('other/b', { app: 'reviews' })],
  ),
  checkCase(
    'IST0160',
    'two Telemetries without selector',
    [telemetry('a'), telemetry('b')],
    [telemetry('a'), telemetry('other/b')],
  ),
  checkCase(
    'IST0139',
    'injected twice',
    [
      istiod,
      injector('one', { 'istio-injection': 'enabled' }),
      injector('two', { 'istio-injection': 'enabled' }),
    ],
    [
      istiod,
      injector('one', { 'istio-injection': 'enabled' }),
      injector('two', { 'istio-injection': 'disabled' }),
    ],
  ),
  checkCase(
    'IST0139',
    'an injector without service',
    [injector('one', { 'istio-injection': 'enabled' })],
    [istiod, injector('one', { 'istio-injection': 'enabled' })],
  ),
  checkCase(
    'IST0151',
    'an order that is not certain',
    [patch('HTTP_FILTER', 'INSERT_BEFORE')],
    [patch('HTTP_FILTER', 'INSERT_BEFORE', { priority: 1 })],
  ),
  checkCase(
    'IST0152',
    'a replacement of nothing',
    [patch('CLUSTER', 'REPLACE')],
    [patch('HTTP_FILTER', 'REPLACE', { priority: 1 })],
  ),
  checkCase('IST0153', 'a route added', [patch('HTTP_ROUTE', 'ADD')], [patch('CLUSTER', 'ADD')]),
  checkCase(
    'IST0154',
    'a route removed',
    [patch('HTTP_ROUTE', 'REMOVE')],
    [patch('HTTP_FILTER', 'REMOVE', { priority: 1 })],
  ),
  checkCase(
    'IST0155',
    'an order that depends on versions',
    [
      make('EnvoyFilter', 'filter', {
        configPatches: [
          {
            applyTo: 'HTTP_FILTER',
            match: { proxy: { proxyVersion: '1.*' } },
            patch: { operation: 'MERGE', value: { name: 'x' } },
          },
          { applyTo: 'HTTP_FILTER', patch: { operation: 'INSERT_AFTER', value: { name: 'x' } } },
        ],
      }),
    ],
    [patch('HTTP_FILTER', 'INSERT_AFTER')],
  ),
  checkCase(
    'IST0175',
    'key sets from anywhere',
    [jwt, controlPlane([])],
    [jwt, controlPlane([{ name: 'BLOCKED_CIDRS_IN_JWKS_URIS', value: '10.0.0.0/8' }])],
  ),
  checkCase('IST0176', 'routes of an old Gateway API', [grpcRoutes('v1.0.0')], [grpcRoutes('v1.1.0')]),
];
