/** Ways to install the chart: each is linted, rendered, and given to the API server. */
import type { JsonObject } from '#lib/document/json.ts';

export const installations: Readonly<Record<string, JsonObject>> = {
  'as it comes': {},
  everything: {
    replicas: 3,
    image: { repository: 'apps/sluice', tag: 'abc' },
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
    },
    publicUrl: 'https://sluice.example.com',
    links: { grafana: { url: 'https://grafana.example.com' }, alertmanager: false },
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
    rbac: { guardNamespaces: ['shop', 'bookinfo'] },
    env: { SLUICE_CLUSTER_NAME: 'production' },
    extraVolumes: [{ name: 'authority', configMap: { name: 'authority' } }],
    extraVolumeMounts: [{ name: 'authority', mountPath: '/etc/authority', readOnly: true }],
    networkPolicy: {
      ingressFrom: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress' } } }],
      egress: [{ to: [{ ipBlock: { cidr: '10.96.0.1/32' } }], ports: [{ port: 443, protocol: 'TCP' }] }],
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
  'a header believed from anywhere': { values: { auth: { strategies: ['header'] } }, says: /headerProxies/ },
  'the persona buttons of the demo': { values: { auth: { strategies: ['demo'] } }, says: /strategies/ },
  'an ingress without a host': { values: { ingress: { enabled: true } }, says: /ingress\.host/ },
  'a variable that is none': { values: { env: { PATH: '/' } }, says: /PATH/ },
  'a secret in the open': { values: { env: { SLUICE_SESSION_SECRET: 'x' } }, says: /SLUICE_SESSION_SECRET/ },
};
