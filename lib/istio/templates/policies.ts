/** New objects of security.istio.io, telemetry.istio.io and extensions.istio.io. */
import type { Template } from './template.ts';

export const peerAuthenticationTemplates: readonly Template[] = [
  {
    id: 'strict',
    spec: () => `
spec:
  mtls:
    mode: STRICT
`,
  },
];

export const requestAuthenticationTemplates: readonly Template[] = [
  {
    id: 'jwt',
    spec: ({ app }, comment) => `
spec:
  selector:
    matchLabels:
      app: ${app}
  # ${comment('tokenIsOptional')}
  jwtRules:
  - issuer: https://issuer.example.com
    jwksUri: https://issuer.example.com/.well-known/jwks.json
`,
  },
];

export const authorizationPolicyTemplates: readonly Template[] = [
  {
    id: 'allow',
    spec: ({ app, namespace }, comment) => `
spec:
  selector:
    matchLabels:
      app: ${app}
  action: ALLOW
  # ${comment('allowRefusesTheRest')}
  rules:
  - from:
    - source:
        namespaces:
        - ${namespace}
    to:
    - operation:
        methods:
        - GET
`,
  },
  {
    id: 'denyAll',
    spec: (_names, comment) => `
# ${comment('nothingIsAllowed')}
spec: {}
`,
  },
  {
    id: 'deny',
    spec: ({ app }) => `
spec:
  selector:
    matchLabels:
      app: ${app}
  action: DENY
  rules:
  - to:
    - operation:
        ports:
        - "8080"
        paths:
        - /admin*
`,
  },
];

export const telemetryTemplates: readonly Template[] = [
  {
    id: 'accessLog',
    spec: () => `
spec:
  accessLogging:
  - providers:
    - name: envoy
    filter:
      expression: response.code >= 500
`,
  },
  {
    id: 'tracing',
    spec: () => `
spec:
  tracing:
  - randomSamplingPercentage: 5
`,
  },
];

export const wasmPluginTemplates: readonly Template[] = [
  {
    id: 'image',
    spec: ({ app }) => `
spec:
  selector:
    matchLabels:
      app: ${app}
  url: oci://example.com/filters/headers:1.0
  phase: AUTHN
`,
  },
];
