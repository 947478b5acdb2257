/**
 * What is asked of both API servers: steps in a namespace of their own. In paths and bodies `{ns}` is that namespace, and
 * `{0.metadata.uid}` what the answer to step 0 holds there; so a scenario is plain data, and can be printed and cut down.
 */

export interface Step {
  /** METHOD /path; the shorthands of `shorthands` may begin the path. */
  line: string;
  /** Sent as JSON, or as it is when it is text. */
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
  /** Impersonated; without, a member of system:masters asks. */
  as?: string;
  groups?: readonly string[];
  /** A watch: ends after that many events, or when the server or the clock ends it. */
  events?: number;
}

export interface Scenario {
  group: string;
  name: string;
  steps: readonly Step[];
}

/** Collections of a namespace by a short name. */
const shorthands: Readonly<Record<string, string>> = {
  cm: '/api/v1/namespaces/{ns}/configmaps',
  secret: '/api/v1/namespaces/{ns}/secrets',
  svc: '/api/v1/namespaces/{ns}/services',
  sa: '/api/v1/namespaces/{ns}/serviceaccounts',
  pod: '/api/v1/namespaces/{ns}/pods',
  deploy: '/apis/apps/v1/namespaces/{ns}/deployments',
  role: '/apis/rbac.authorization.k8s.io/v1/namespaces/{ns}/roles',
  binding: '/apis/rbac.authorization.k8s.io/v1/namespaces/{ns}/rolebindings',
  slice: '/apis/discovery.k8s.io/v1/namespaces/{ns}/endpointslices',
  vs: '/apis/networking.istio.io/v1/namespaces/{ns}/virtualservices',
  dr: '/apis/networking.istio.io/v1/namespaces/{ns}/destinationrules',
  ap: '/apis/security.istio.io/v1/namespaces/{ns}/authorizationpolicies',
};

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (here, key) => (typeof here === 'object' && here !== null ? Reflect.get(here, key) : undefined),
    value,
  );
}

function filled(text: string, namespace: string, answers: readonly unknown[]): string {
  return text
    .replaceAll('{ns}', namespace)
    .replaceAll(/\{(\d+)\.([^}]*)\}/g, (_whole, step: string, path: string) => {
      const found = at(answers[Number(step)], path.split('.'));
      return typeof found === 'string' || typeof found === 'number' ? `${found}` : '1';
    });
}

export interface FilledStep {
  method: string;
  path: string;
  body: unknown;
}

/** `answers` are the bodies so far. */
export function fill(step: Step, namespace: string, answers: readonly unknown[]): FilledStep {
  const [method = '', path = ''] = step.line.split(/ (.*)/s);
  const [, short = '', rest = ''] = /^([a-z]+)(.*)$/s.exec(path) ?? [];
  const long = path.startsWith('/') ? path : `${shorthands[short]}${rest}`;
  const { body } = step;
  const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  return {
    method,
    path: filled(long, namespace, answers),
    body: text === undefined ? undefined : filled(text, namespace, answers),
  };
}
