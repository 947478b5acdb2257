/** Commands that give a reader a missing right, for an admin to run. User names come from the cluster and are quoted for the shell. */
import type { Problem } from '#lib/api/problem.ts';
import { shellWord } from '#lib/shell-word.ts';

export const anonymousUser = 'system:anonymous';

/**
 * The built-in role `view` reads services and pods, which is what seeing a namespace takes. It reads ConfigMaps as well: for everybody
 * who reaches the API server, which is what an anonymous reader is, the console's own role has no more than it needs. Whoever is
 * authenticated may ask Kubernetes for their own rights (`system:basic-user`); an anonymous reader may not, and is taken for someone
 * without any.
 */
export function viewCommand(user: string, namespace: string): string {
  const view = [
    'kubectl create rolebinding sluice-view',
    `--clusterrole=${user === anonymousUser ? 'sluice-viewer' : 'view'}`,
    `--user=${shellWord(user)}`,
    `--namespace=${shellWord(namespace)}`,
  ];
  const reviews = [
    'kubectl create clusterrolebinding sluice-reviews',
    '--clusterrole=system:basic-user',
    `--user=${shellWord(user)}`,
  ];
  return (user === anonymousUser ? [view, reviews] : [view])
    .map((command) => command.join(' \\\n  '))
    .join('\n');
}

/** The console's own role for a persona, in one namespace or with null in all. */
export function personaCommand(
  { role, binding, user }: { role: string; binding: string; user: string },
  namespace: string | null,
): string {
  return [
    `kubectl create ${namespace === null ? 'clusterrolebinding' : 'rolebinding'} ${shellWord(binding)}`,
    `--clusterrole=${shellWord(role)}`,
    `--user=${shellWord(user)}`,
    ...(namespace === null ? [] : [`--namespace=${shellWord(namespace)}`]),
  ].join(' \\\n  ');
}

/** A role with exactly the missing right, and its binding. */
export function grantCommands(user: string, missing: NonNullable<Problem['missing']>): string {
  const { verb, group, resource, namespace } = missing;
  const kind = namespace === null ? 'clusterrole' : 'role';
  const name = `sluice-${verb}-${resource.replaceAll('/', '-')}`;
  const scope = namespace === null ? '' : ` --namespace=${shellWord(namespace)}`;
  const [plural = resource, ...subresource] = resource.split('/');
  const qualified = [group === '' ? plural : `${plural}.${group}`, ...subresource].join('/');
  return [
    `kubectl create ${kind} ${name} \\\n  --verb=${verb} --resource=${qualified}${scope}`,
    `kubectl create ${kind}binding ${name} \\\n  --${kind}=${name} --user=${shellWord(user)}${scope}`,
  ].join('\n');
}
