/** Ways to install the chart: each is linted, rendered, and given to the API server. */
import type { JsonObject } from '#lib/document/json.ts';

export const installations: Readonly<Record<string, JsonObject>> = {
  'as it comes': {},
  everything: {
    replicas: 3,
    image: { repository: 'apps/sluice', tag: 'abc', pullPolicy: 'Always' },
    imagePullSecrets: [{ name: 'pull' }],
    auth: {
      strategies: ['token', 'oidc', 'header'],
      oidc: {
        issuer: 'https://login.example.com',
        clientId: 'sluice',
        clientSecret: { name: 'oidc', key: 'secret' },
        scopes: 'openid email groups',
      },
      headerProxies: ['10.2.0.7'],
    },
    prometheus: {
      url: 'http://prometheus.monitoring:9090',
      tokenSecret: { name: 'prometheus', key: 'token' },
      scope: 'namespaces',
    },
    publicUrl: 'https://sluice.example.com',
    // What docs/links.md shows.
    links: {
      grafana: {
        url: 'https://grafana.example.com',
        service: 'monitoring/kps-grafana:80',
        gate: 'open tools.sluice.dev grafana',
        dashboards: { service: 'b3Xk2', mesh: '/d/abc/istio-mesh' },
        tempo: 'tempo-uid',
      },
      prometheus: { service: 'monitoring/prometheus:9090' },
      tracing: { service: 'https:observability/jaeger-query:16686', webRoot: '/jaeger' },
      alertmanager: false,
    },
    tools: { url: 'https://*.sluice-tools.example.net', tlsSecret: 'tools-certificate' },
    trustedProxies: ['10.0.0.0/8'],
    ingress: {
      enabled: true,
      className: 'nginx',
      host: 'sluice.example.com',
      tlsSecret: 'certificate',
      annotations: { 'nginx.ingress.kubernetes.io/proxy-buffering': 'off' },
    },
    gateway: {
      enabled: true,
      parentRefs: [{ name: 'web', namespace: 'istio-system', sectionName: 'https' }],
      hostnames: ['sluice.example.com'],
    },
    service: { type: 'NodePort', port: 8080, annotations: { team: 'mesh' } },
    rbac: {
      create: true,
      personas: true,
      aggregate: true,
      history: true,
      guardNamespaces: ['shop', 'bookinfo'],
      istioNamespace: 'istio-system',
    },
    serviceAccount: { name: 'sluice-console', annotations: { team: 'mesh' } },
    env: { SLUICE_CLUSTER_NAME: 'production', SLUICE_OIDC_HOSTS: 'oauth2.googleapis.com' },
    extraVolumes: [{ name: 'authority', configMap: { name: 'authority' } }],
    extraVolumeMounts: [{ name: 'authority', mountPath: '/etc/authority', readOnly: true }],
    networkPolicy: {
      enabled: true,
      metricsFrom: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }],
      ingressFrom: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress' } } }],
      egress: [{ to: [{ ipBlock: { cidr: '10.96.0.1/32' } }], ports: [{ port: 443, protocol: 'TCP' }] }],
    },
    resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '3Gi' } },
    podAnnotations: { 'sidecar.istio.io/inject': 'false' },
    podLabels: { team: 'mesh' },
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 1,
            podAffinityTerm: {
              topologyKey: 'kubernetes.io/hostname',
              labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'sluice' } },
            },
          },
        ],
      },
    },
    priorityClassName: 'system-cluster-critical',
    drainSeconds: 20,
    podDisruptionBudget: { enabled: true, minAvailable: '50%' },
    metrics: {
      port: 9500,
      serviceMonitor: { enabled: true, interval: '1m30s', labels: { release: 'kube-prometheus-stack' } },
    },
    tolerations: [{ key: 'infra', operator: 'Exists' }],
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'sluice' } },
      },
    ],
  },
  'a Gateway, and a Prometheus on a port of its own': {
    publicUrl: 'https://sluice.example.com',
    prometheus: { url: 'http://vmselect.monitoring:8481/select/0/prometheus' },
    tools: { url: 'https://*.sluice-tools.example.net' },
    gateway: {
      enabled: true,
      parentRefs: [{ name: 'web', namespace: 'istio-system' }],
      hostnames: ['sluice.example.com'],
    },
  },
  'one replica, an account of its own, nothing else': {
    replicas: 1,
    rbac: { create: false, personas: false },
    serviceAccount: { name: 'given' },
    session: { existingSecret: 'given' },
    networkPolicy: { enabled: false },
    auth: { strategies: ['anonymous'] },
  },
};

/** What the chart must refuse, and the words that say what is wrong. */
export const refusals: Readonly<Record<string, { values: JsonObject; says: RegExp }>> = {
  'a value that it does not know': { values: { replica: 3 }, says: /replica/ },
  'OpenID Connect without an issuer': { values: { auth: { strategies: ['oidc'] } }, says: /issuer/ },
  'OpenID Connect without an address to come back to': {
    values: { auth: { strategies: ['oidc'], oidc: { issuer: 'https://login.example.com', clientId: 'x' } } },
    says: /publicUrl/,
  },
  'hosts of tools beside no address of the console': {
    values: { tools: { url: 'https://*.sluice-tools.example.net' } },
    says: /publicUrl/,
  },
  'a tool that is none': { values: { links: { grafanna: false } }, says: /grafanna/ },
  'a link to a Service without its port': {
    values: { links: { tracing: { service: 'monitoring/jaeger' } } },
    says: /tracing/,
  },
  'an interval that is none': {
    values: { metrics: { serviceMonitor: { enabled: true, interval: 'often' } } },
    says: /interval/,
  },
  'the persona buttons of the demo, by another door': {
    values: { env: { SLUICE_AUTH: 'demo' } },
    says: /SLUICE_AUTH/,
  },
  'a variable that has a place of its own': { values: { env: { SLUICE_LINKS: '{}' } }, says: /SLUICE_LINKS/ },
  'no check of certificates': {
    values: { env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } },
    says: /NODE_TLS_REJECT_UNAUTHORIZED/,
  },
  'a header believed from anywhere': { values: { auth: { strategies: ['header'] } }, says: /headerProxies/ },
  'the persona buttons of the demo': { values: { auth: { strategies: ['demo'] } }, says: /strategies/ },
  'an ingress without a host': { values: { ingress: { enabled: true } }, says: /ingress\.host/ },
  'a variable that is none': { values: { env: { PATH: '/' } }, says: /PATH/ },
  'a secret in the open': { values: { env: { SLUICE_SESSION_SECRET: 'x' } }, says: /SLUICE_SESSION_SECRET/ },
};
