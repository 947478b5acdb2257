/** Verbs and kinds as people read them: "create, update on VirtualService, DestinationRule". */
import type { Question } from '#lib/access/permissions.ts';
import { kindAt } from '#lib/istio/kinds/registry.ts';

/** Kinds that are none of the registry's; names of objects are not translated. */
const others: Readonly<Record<string, string>> = {
  pods: 'Pod',
  'pods/log': 'Pod log',
  services: 'Service',
  configmaps: 'ConfigMap',
  events: 'Event',
  namespaces: 'Namespace',
  deployments: 'Deployment',
  statefulsets: 'StatefulSet',
  daemonsets: 'DaemonSet',
  endpointslices: 'EndpointSlice',
  roles: 'Role',
  rolebindings: 'RoleBinding',
  clusterroles: 'ClusterRole',
  clusterrolebindings: 'ClusterRoleBinding',
  rollouts: 'Rollout',
  'rollouts/status': 'Rollout status',
  canaries: 'Canary',
  strategies: 'Strategy',
  trafficsplits: 'TrafficSplit',
};

export function resourceName({ group, resource }: Pick<Question, 'group' | 'resource'>): string {
  const kind = kindAt(group === '' ? resource : `${resource}.${group}`);
  if (kind !== undefined)
    return kind.kind === 'Gateway' && /^gateway\./.test(group) ? 'Gateway (API)' : kind.kind;
  return Object.hasOwn(others, resource) ? (others[resource] ?? resource) : resource;
}

export interface RightGroup {
  verbs: string[];
  kinds: string[];
}

/** Kinds with the same verbs together, in the order of the questions. */
export function groupRights(questions: readonly Question[]): RightGroup[] {
  const verbsOf = new Map<string, string[]>();
  for (const question of questions) {
    const name = resourceName(question);
    verbsOf.set(name, [...(verbsOf.get(name) ?? []), question.verb]);
  }
  const groups = new Map<string, RightGroup>();
  for (const [kind, verbs] of verbsOf) {
    const key = verbs.join(' ');
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { verbs, kinds: [kind] });
    else known.kinds.push(kind);
  }
  return [...groups.values()];
}
