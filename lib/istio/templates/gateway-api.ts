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
    id: 'service',
    spec: ({ service, port }, comment) => `
spec:
  # ${comment('serviceOfCallers')}
  parentRefs:
  - group: ""
    kind: Service
    name: ${service}
  rules:
  - matches:
    - path:
        type: PathPrefix
        value: /
    backendRefs:
    - name: ${service}
      port: ${port}
`,
  },
  {
    id: 'route',
    spec: ({ outside, service, port, parent }) => `
spec:
  parentRefs:
  - name: ${parent}
  hostnames:
  - ${outside}
  rules:
  - matches:
    - path:
        type: PathPrefix
        value: /
    backendRefs:
    - name: ${service}
      port: ${port}
`,
  },
  {
    id: 'split',
    spec: ({ service, port, versioned }, comment) => `
spec:
  # ${comment('serviceOfCallers')}
  parentRefs:
  - group: ""
    kind: Service
    name: ${service}
  rules:
  - backendRefs:
    # ${comment('serviceOfVersion')}
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
    spec: ({ service, port }) => `
spec:
  parentRefs:
  - group: ""
    kind: Service
    name: ${service}
  rules:
  - backendRefs:
    - name: ${service}
      port: ${port}
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
