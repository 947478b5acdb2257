/** What the matrix tries to write: objects that nothing uses, in the namespace that is asked about. */
import type { Place } from './table.ts';

type Where = Pick<Place, 'namespace'>;

function draft(
  kind: string,
  apiVersion: string,
  plural: string,
  { namespace }: Where,
  name: string,
  spec: string,
) {
  const group = apiVersion.split('/')[0];
  return {
    kind: `${plural}.${group}`,
    namespace,
    name,
    text: `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\nspec:\n${spec}`,
  };
}

export const route = (where: Where, name: string) =>
  draft(
    'VirtualService',
    'networking.istio.io/v1',
    'virtualservices',
    where,
    name,
    `  hosts: [${name}.example]\n  http:\n  - route:\n    - destination: {host: ${name}.example}\n`,
  );

export const policy = (where: Where) =>
  draft(
    'AuthorizationPolicy',
    'security.istio.io/v1',
    'authorizationpolicies',
    where,
    'matrix',
    '  selector: {matchLabels: {app: matrix}}\n',
  );

export const envoyFilter = (where: Where) =>
  draft(
    'EnvoyFilter',
    'networking.istio.io/v1alpha3',
    'envoyfilters',
    where,
    'matrix',
    '  workloadSelector: {labels: {app: matrix}}\n',
  );

export const splitIntent = ({ namespace, service }: Place) => ({
  kind: 'split',
  namespace,
  service,
  stable: 'v1',
  candidate: 'v2',
  points: [{ kind: 'VirtualService', namespace, name: service, layer: 'http', key: 'name:everyone' }],
  strategy: { kind: 'canary', percent: 10, sticky: false },
  plan: [{ percent: 10, waitSeconds: null }],
  guard: {
    mode: 'off',
    windowSeconds: 60,
    minimumRequests: 100,
    errorDelta: 1,
    latencyRatio: 1.5,
  },
});
