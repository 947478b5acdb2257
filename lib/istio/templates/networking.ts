/** New objects of networking.istio.io. */
import type { Template } from './template.ts';

export const virtualServiceTemplates: readonly Template[] = [
  {
    id: 'route',
    spec: ({ host }, comment) => `
spec:
  hosts:
  - ${host}
  http:
  # ${comment('firstRuleWins')}
  - name: default
    route:
    - destination:
        host: ${host}
`,
  },
  {
    id: 'split',
    spec: ({ host }, comment) => `
spec:
  hosts:
  - ${host}
  http:
  - name: default
    route:
    # ${comment('subsetsElsewhere')}
    - destination:
        host: ${host}
        subset: v1
      weight: 90
    - destination:
        host: ${host}
        subset: v2
      weight: 10
`,
  },
  {
    id: 'header',
    spec: ({ host }) => `
spec:
  hosts:
  - ${host}
  http:
  - name: beta
    match:
    - headers:
        x-cohort:
          exact: beta
    route:
    - destination:
        host: ${host}
        subset: v2
  - name: default
    route:
    - destination:
        host: ${host}
        subset: v1
`,
  },
  {
    id: 'resilience',
    spec: ({ host }) => `
spec:
  hosts:
  - ${host}
  http:
  - name: default
    route:
    - destination:
        host: ${host}
    timeout: 3s
    retries:
      attempts: 2
      perTryTimeout: 1s
      retryOn: 5xx,reset,connect-failure
`,
  },
];

export const destinationRuleTemplates: readonly Template[] = [
  {
    id: 'subsets',
    spec: ({ host }, comment) => `
spec:
  host: ${host}
  subsets:
  # ${comment('subsetIsPods')}
  - name: v1
    labels:
      version: v1
  - name: v2
    labels:
      version: v2
`,
  },
  {
    id: 'outliers',
    spec: ({ host }) => `
spec:
  host: ${host}
  trafficPolicy:
    outlierDetection:
      consecutive5xxErrors: 5
      interval: 10s
      baseEjectionTime: 30s
      maxEjectionPercent: 50
`,
  },
  {
    id: 'pool',
    spec: ({ host }) => `
spec:
  host: ${host}
  trafficPolicy:
    loadBalancer:
      simple: LEAST_REQUEST
    connectionPool:
      tcp:
        maxConnections: 100
        connectTimeout: 1s
      http:
        http2MaxRequests: 1000
`,
  },
];

export const gatewayTemplates: readonly Template[] = [
  {
    id: 'http',
    spec: ({ host, gatewayPods }) => `
spec:
  selector:
${gatewayPods(4)}
  servers:
  - port:
      number: 80
      name: http
      protocol: HTTP
    hosts:
    - ${host}
`,
  },
  {
    id: 'https',
    spec: ({ host, gatewayPods }, comment) => `
spec:
  selector:
${gatewayPods(4)}
  servers:
  - port:
      number: 443
      name: https
      protocol: HTTPS
    tls:
      mode: SIMPLE
      # ${comment('certificateIsSecret')}
      credentialName: example-certificate
    hosts:
    - ${host}
`,
  },
];

export const serviceEntryTemplates: readonly Template[] = [
  {
    id: 'external',
    spec: ({ host }) => `
spec:
  hosts:
  - ${host}
  location: MESH_EXTERNAL
  resolution: DNS
  ports:
  - number: 443
    name: tls
    protocol: TLS
`,
  },
  {
    id: 'addresses',
    spec: ({ host }) => `
spec:
  hosts:
  - ${host}
  location: MESH_EXTERNAL
  resolution: STATIC
  ports:
  - number: 5432
    name: tcp-database
    protocol: TCP
  endpoints:
  - address: 192.0.2.10
`,
  },
];

export const sidecarTemplates: readonly Template[] = [
  {
    id: 'ownNamespace',
    spec: (_names, comment) => `
spec:
  # ${comment('onlyTheseHosts')}
  egress:
  - hosts:
    - ./*
    - istio-system/*
`,
  },
];

export const workloadEntryTemplates: readonly Template[] = [
  {
    id: 'machine',
    spec: ({ name }) => `
spec:
  address: 192.0.2.20
  labels:
    app: ${name}
  serviceAccount: default
`,
  },
];

export const workloadGroupTemplates: readonly Template[] = [
  {
    id: 'machines',
    spec: ({ name }) => `
spec:
  metadata:
    labels:
      app: ${name}
  template:
    serviceAccount: default
  probe:
    periodSeconds: 5
    httpGet:
      port: 8080
      path: /healthz
`,
  },
];

export const envoyFilterTemplates: readonly Template[] = [
  {
    id: 'httpFilter',
    spec: ({ app }) => `
spec:
  workloadSelector:
    labels:
      app: ${app}
  configPatches:
  - applyTo: HTTP_FILTER
    match:
      context: SIDECAR_INBOUND
      listener:
        filterChain:
          filter:
            name: envoy.filters.network.http_connection_manager
    patch:
      operation: INSERT_FIRST
      value:
        name: envoy.filters.http.lua
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua
          default_source_code:
            inline_string: |
              function envoy_on_request(handle)
                handle:headers():add("x-seen", "1")
              end
`,
  },
];

export const proxyConfigTemplates: readonly Template[] = [
  {
    id: 'concurrency',
    spec: () => `
spec:
  concurrency: 2
`,
  },
];
