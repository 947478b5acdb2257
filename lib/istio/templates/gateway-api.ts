/** New objects of the Kubernetes Gateway API. */
import type { Template } from './template.ts';

export const kubernetesGatewayTemplates: readonly Template[] = [
  {
    id: 'http',
    spec: ({ host }) => `
spec:
  gatewayClassName: istio
  listeners:
  - name: http
    hostname: ${host}
    port: 80
    protocol: HTTP
    allowedRoutes:
      namespaces:
        from: Same
`,
  },
];

export const httpRouteTemplates: readonly Template[] = [
  {
    id: 'route',
    spec: ({ host, name, port, parent }) => `
spec:
  parentRefs:
  - name: ${parent}
  hostnames:
  - ${host}
  rules:
  - matches:
    - path:
        type: PathPrefix
        value: /
    backendRefs:
    - name: ${name}
      port: ${port}
`,
  },
  {
    id: 'split',
    spec: ({ name, port, versioned }, comment) => `
spec:
  # ${comment('serviceOfCallers')}
  parentRefs:
  - group: ""
    kind: Service
    name: ${name}
  rules:
  - backendRefs:
    - name: ${versioned('v1')}
      port: ${port}
      weight: 90
    - name: ${versioned('v2')}
      port: ${port}
      weight: 10
`,
  },
];

export const grpcRouteTemplates: readonly Template[] = [
  {
    id: 'route',
    spec: ({ name }) => `
spec:
  parentRefs:
  - group: ""
    kind: Service
    name: ${name}
  rules:
  - backendRefs:
    - name: ${name}
      port: 9000
`,
  },
];

export const referenceGrantTemplates: readonly Template[] = [
  {
    id: 'routes',
    spec: (_names, comment) => `
spec:
  # ${comment('routesMaySend')}
  from:
  - group: gateway.networking.k8s.io
    kind: HTTPRoute
    namespace: default
  to:
  - group: ""
    kind: Service
`,
  },
];
