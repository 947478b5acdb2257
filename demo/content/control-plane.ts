/** istio-system: istiod with its services, mesh configuration and webhooks, as the Helm charts of Istio leave them. */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { type Content, namespaceContent } from './application.ts';
import { istioObjects } from './istio-objects.ts';
import { istioVersion } from './pods.ts';
import type { NamespaceTable } from './rows.ts';
import type { ObjectInput, Stamp } from './stamp.ts';
import { toolServices, toolWorkloads } from './tools.ts';

const system = 'istio-system';
const revision = { 'istio.io/rev': 'default' };

const table: NamespaceTable = {
  name: system,
  labels: {},
  manager: 'helm',
  services: [
    {
      name: 'istiod',
      labels: { ...revision, istio: 'pilot' },
      // Not those of another revision.
      selector: { app: 'istiod', istio: 'pilot' },
      ports: [
        { name: 'grpc-xds', port: 15010 },
        { name: 'https-dns', port: 15012 },
        { name: 'https-webhook', port: 443, targetPort: 15017 },
        { name: 'http-monitoring', port: 15014 },
      ],
    },
  ],
  workloads: [
    {
      name: 'istiod',
      app: 'istiod',
      version: istioVersion,
      image: `docker.io/istio/pilot:${istioVersion}`,
      port: 15012,
      replicas: 2,
      sidecar: false,
      labels: { ...revision, istio: 'pilot', 'operator.istio.io/component': 'Pilot' },
      serviceAccount: 'istiod',
      createdDaysAgo: 68,
      behaviour: { latencyMs: 1 },
    },
  ],
};

const meshConfig = `accessLogFile: /dev/stdout
defaultConfig:
  discoveryAddress: istiod.istio-system.svc:15012
defaultProviders:
  metrics:
  - prometheus
enablePrometheusMerge: true
extensionProviders:
- name: jaeger
  opentelemetry:
    port: 4317
    service: tracing.istio-system.svc.cluster.local
- name: sign-in
  envoyExtAuthzHttp:
    includeRequestHeadersInCheck:
    - cookie
    port: 8000
    service: sign-in.istio-system.svc.cluster.local
outboundTrafficPolicy:
  mode: ALLOW_ANY
rootNamespace: istio-system
trustDomain: cluster.local
`;

const injectorValues = {
  global: { hub: 'docker.io/istio', tag: istioVersion, proxy: { image: 'proxyv2' } },
  revision: '',
  sidecarInjectorWebhook: { enableNamespacesByDefault: false },
};

/** The selectors by which the injector's webhooks divide the namespaces (reference: the chart's mutatingwebhook.yaml). */
function injectorWebhooks(): object[] {
  const expression = (key: string, operator: string, values?: string[]) => ({
    key,
    operator,
    ...(values ? { values } : {}),
  });
  const notRefused = expression('sidecar.istio.io/inject', 'NotIn', ['false']);
  const cases = [
    {
      name: 'rev.namespace.sidecar-injector.istio.io',
      namespaces: [
        expression('istio.io/rev', 'In', ['default']),
        expression('istio-injection', 'DoesNotExist'),
      ],
      pods: [notRefused],
    },
    {
      name: 'rev.object.sidecar-injector.istio.io',
      namespaces: [expression('istio.io/rev', 'DoesNotExist'), expression('istio-injection', 'DoesNotExist')],
      pods: [notRefused, expression('istio.io/rev', 'In', ['default'])],
    },
    {
      name: 'namespace.sidecar-injector.istio.io',
      namespaces: [expression('istio-injection', 'In', ['enabled'])],
      pods: [notRefused],
    },
    {
      name: 'object.sidecar-injector.istio.io',
      namespaces: [expression('istio-injection', 'DoesNotExist'), expression('istio.io/rev', 'DoesNotExist')],
      pods: [
        expression('sidecar.istio.io/inject', 'In', ['true']),
        expression('istio.io/rev', 'DoesNotExist'),
      ],
    },
  ];
  return cases.map(({ name, namespaces, pods }) => ({
    name,
    admissionReviewVersions: ['v1'],
    clientConfig: {
      service: { name: 'istiod', namespace: system, path: '/inject', port: 443 },
      caBundle: caBundle(),
    },
    failurePolicy: 'Fail',
    sideEffects: 'None',
    namespaceSelector: { matchExpressions: namespaces },
    objectSelector: { matchExpressions: pods },
    rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
  }));
}

function validatorWebhooks(name: string, objectSelector: object): object[] {
  return [
    {
      name,
      admissionReviewVersions: ['v1'],
      clientConfig: {
        service: { name: 'istiod', namespace: system, path: '/validate', port: 443 },
        caBundle: caBundle(),
      },
      failurePolicy: 'Fail',
      sideEffects: 'None',
      objectSelector,
      rules: [
        {
          apiGroups: [
            'security.istio.io',
            'networking.istio.io',
            'telemetry.istio.io',
            'extensions.istio.io',
          ],
          apiVersions: ['*'],
          operations: ['CREATE', 'UPDATE'],
          resources: ['*'],
        },
      ],
    },
  ];
}

function caBundle(): string {
  return btoa('-----BEGIN CERTIFICATE-----\nembedded demo: no certificate\n-----END CERTIFICATE-----\n');
}

const configuration: readonly ObjectInput[] = [
  {
    kind: 'ConfigMap',
    name: 'istio',
    namespace: system,
    labels: { ...revision, release: 'istio' },
    content: { data: { mesh: meshConfig, meshNetworks: 'networks: {}\n' } },
  },
  {
    kind: 'ConfigMap',
    name: 'istio-sidecar-injector',
    namespace: system,
    labels: { ...revision, release: 'istio' },
    content: { data: { values: JSON.stringify(injectorValues, null, 2), config: 'policy: enabled\n' } },
  },
  {
    kind: 'MutatingWebhookConfiguration',
    name: 'istio-sidecar-injector',
    labels: { ...revision, app: 'sidecar-injector' },
    content: { webhooks: injectorWebhooks() },
  },
  {
    kind: 'ValidatingWebhookConfiguration',
    name: 'istio-validator-istio-system',
    labels: { ...revision, app: 'istiod', istio: 'istiod' },
    content: {
      webhooks: validatorWebhooks('rev.validation.istio.io', {
        matchExpressions: [{ key: 'istio.io/rev', operator: 'In', values: ['default'] }],
      }),
    },
  },
  {
    kind: 'ValidatingWebhookConfiguration',
    name: 'istiod-default-validator',
    labels: { ...revision, app: 'istiod', istio: 'istiod' },
    content: { webhooks: validatorWebhooks('validation.istio.io', {}) },
  },
];

export function controlPlane(stamp: Stamp, withTools: boolean): Content {
  const content = namespaceContent(stamp, {
    ...table,
    services: [...table.services, ...(withTools ? toolServices : [])],
    workloads: [...table.workloads, ...(withTools ? toolWorkloads : [])],
  });
  const policies: KubernetesObject[] = istioObjects(stamp, system, [
    {
      kind: 'PeerAuthentication',
      name: 'default',
      createdDaysAgo: 60,
      spec: { mtls: { mode: 'PERMISSIVE' } },
    },
    {
      kind: 'Telemetry',
      name: 'mesh-default',
      createdDaysAgo: 60,
      spec: {
        accessLogging: [{ providers: [{ name: 'envoy' }] }],
        metrics: [{ providers: [{ name: 'prometheus' }] }],
      },
    },
  ]);
  const installed = configuration.map((input) =>
    stamp.object({ manager: 'helm', release: 'istiod', createdDaysAgo: 68, ...input }),
  );
  return { behaviours: content.behaviours, objects: [...content.objects, ...installed, ...policies] };
}
