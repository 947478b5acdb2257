/** A caller's part of the mesh: their namespaces; of what lies outside nothing but that it is there. */
import type {
  ControlPlaneState,
  Mesh,
  MeshEnd,
  MeshNamespace,
  MtlsBreak,
  NamespaceMtls,
} from '../api/mesh/mesh.ts';
import { kindId, kinds } from '../istio/kinds/registry.ts';
import { placeOf } from './obsolete.ts';
import type { MeshSurvey } from './survey.ts';

export interface MeshScope {
  /** Namespaces that the caller may see; null for all. */
  visible: ReadonlySet<string> | null;
  /** Namespaces asked for; null for all. */
  requested: ReadonlySet<string> | null;
  /** Whether the caller may read objects of a kind (by its id, or the name of one outside of the registry) in a namespace. */
  mayRead(namespace: string, kind: string): boolean;
  /** Whose labels the caller may change. */
  mayLabel(namespace: string): boolean;
}

const policies = kindId(kinds.peerAuthentications);
const rules = kindId(kinds.destinationRules);

export function cutMesh(survey: MeshSurvey, scope: MeshScope): Mesh {
  const { visible, requested } = scope;
  const sees = (namespace: string) => visible === null || visible.has(namespace);
  const wants = (namespace: string) => sees(namespace) && (requested === null || requested.has(namespace));
  return {
    ...survey.head,
    allNamespaces: visible === null,
    controlPlane: cutPlane(survey.controlPlane, visible),
    namespaces: survey.namespaces
      .filter(({ name }) => wants(name))
      .map((namespace) => ({
        ...namespace,
        mayLabel: scope.mayLabel(namespace.name),
        mtls: cutMtls(namespace, scope, sees),
      })),
    gateways: survey.gateways
      .filter(({ namespace, kind }) => wants(namespace) && scope.mayRead(namespace, kind))
      .map(({ bound, ...gateway }) => ({
        ...gateway,
        servedBy: gateway.servedBy.filter(({ namespace }) => sees(namespace)),
        servedElsewhere: gateway.servedBy.some(({ namespace }) => !sees(namespace)),
        routes: bound.filter(({ namespace, kind }) => sees(namespace) && scope.mayRead(namespace, kind))
          .length,
      })),
    clusters: {
      own: survey.clusters.own,
      network: visible === null ? survey.clusters.network : null,
      others: survey.clusters.others
        .filter(({ namespaces }) => visible === null || [...namespaces].some((name) => visible.has(name)))
        .map(({ name }) => name),
      watched: visible === null ? survey.clusters.watched : null,
    },
    obsolete: survey.obsolete.filter((one) => {
      const place = placeOf(one);
      return wants(place) && scope.mayRead(place, one.kind);
    }),
  };
}

/** Versions and revisions are everybody's to know (`/api/v1/about` tells them); what they carry is that of who sees the mesh. */
function cutPlane(plane: ControlPlaneState, visible: MeshScope['visible']): ControlPlaneState {
  if (visible === null || plane.planes.length === 0) return plane;
  const inside = plane.planes.filter(({ namespace }) => visible.has(namespace));
  if (inside.length > 0) return { ...plane, planes: inside.map((one) => ({ ...one, proxies: null })) };
  return {
    state: 'restricted',
    planes: [],
    figures: { state: 'restricted', at: null, missing: [], other: null },
    configuration: { state: 'restricted', settings: [] },
  };
}

function cutMtls(
  { name, mtls }: Pick<MeshNamespace, 'name' | 'mtls'>,
  { mayRead }: MeshScope,
  sees: (namespace: string) => boolean,
): NamespaceMtls {
  const readsPolicies = mayRead(name, policies);
  const policyOf = (ref: NamespaceMtls['policy']) =>
    ref !== null && sees(ref.namespace) && mayRead(ref.namespace, policies) ? ref : null;
  const endOf = (end: MeshEnd): MeshEnd =>
    end.namespace === null || end.namespace === '' || sees(end.namespace)
      ? end
      : { namespace: null, workload: null };
  const breakOf = (one: MtlsBreak): MtlsBreak[] => {
    const { rule } = one;
    if (!readsPolicies) return [];
    // What a rule of somebody else's namespace does to its callers is theirs to know.
    if (rule !== null && !sees(rule.namespace)) return [];
    const mayTell = rule === null || mayRead(rule.namespace, rules);
    if (!mayTell) return [];
    return [{ ...one, policy: policyOf(one.policy), callers: unique(one.callers.map(endOf)) }];
  };
  return {
    mode: readsPolicies ? mtls.mode : null,
    layer: readsPolicies ? mtls.layer : 'default',
    policy: policyOf(mtls.policy),
    exceptions: readsPolicies ? mtls.exceptions.map((one) => ({ ...one, policy: policyOf(one.policy) })) : [],
    measured: mtls.measured,
    plain: mtls.plain.map((one) => ({ ...one, caller: endOf(one.caller) })),
    breaks: mtls.breaks.flatMap(breakOf),
  };
}

function unique(ends: readonly MeshEnd[]): MeshEnd[] {
  return [...new Map(ends.map((end) => [`${end.namespace}/${end.workload}`, end])).values()];
}
