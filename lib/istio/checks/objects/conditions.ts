/** What a controller says in an object's status: not accepted, not programmed, not bound (IST0171, analyzers/conditions/conditions.go). */
import type { KubernetesObject } from '../../objects.ts';
import { type Observation, observe } from '../finding.ts';
import type { CheckedObject } from '../view/view.ts';

interface Condition {
  type?: string;
  status?: string;
  reason?: string;
  message?: string;
}

interface Status {
  conditions?: Condition[];
  parents?: { conditions?: Condition[] }[];
}

const gatewayApi = ['Accepted', 'Programmed', 'ResolvedRefs'];

const watched: Readonly<Record<string, readonly string[]>> = {
  Service: ['istio.io/WaypointBound'],
  ServiceEntry: ['istio.io/WaypointBound'],
  WorkloadEntry: ['istio.io/WaypointBound'],
  AuthorizationPolicy: ['ZtunnelAccepted', 'WaypointAccepted'],
  KubernetesGateway: gatewayApi,
  HTTPRoute: gatewayApi,
  GRPCRoute: gatewayApi,
};

export function checkConditions({ kind, object }: CheckedObject): Observation[] {
  const { status } = object as KubernetesObject<unknown, Status>;
  const types = watched[kind] ?? [];
  const placed = [
    ...(status?.conditions ?? []).map((condition, index) => ({
      condition,
      path: ['status', 'conditions', index],
    })),
    ...(status?.parents ?? []).flatMap(({ conditions = [] }, parent) =>
      conditions.map((condition, index) => ({
        condition,
        path: ['status', 'parents', parent, 'conditions', index],
      })),
    ),
  ];
  return placed
    .filter(({ condition: { type = '', status: state, reason } }) => {
      const isPartial =
        kind === 'AuthorizationPolicy' && type === 'WaypointAccepted' && reason === 'PartiallyInvalid';
      return isPartial || (types.includes(type) && state === 'False');
    })
    .map(({ condition: { type = '', reason = '', message = '' }, path }) =>
      observe('IST0171', path, { type, reason, message }),
    );
}
