/** The kubectl lines by which somebody is let through a gate, or reaches a Service from their own machine. */
import { shellWord } from '../shell-word.ts';
import { type Gate, gateText } from './gate.ts';
import type { ToolService } from './tool.ts';

/** A name for the role that says what it opens: letters, digits and dashes. */
function roleName({ verb, name }: Gate): string {
  const readable = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `sluice-${verb === 'get' ? 'open' : verb}-${readable}`.slice(0, 63).replace(/-+$/, '');
}

/** Makes the role and binds it to `user`, each on lines of its own; a permission without namespace takes a ClusterRole. */
export function grantCommands(gate: Gate, user: string): string[] {
  const role = roleName(gate);
  const what = `${gate.resource}${gate.group === '' ? '' : `.${gate.group}`}${gate.subresource === undefined ? '' : `/${gate.subresource}`}`;
  const kind = gate.namespace === null ? 'clusterrole' : 'role';
  const place = gate.namespace === null ? [] : [`--namespace=${gate.namespace}`];
  const lines = (...parts: string[]) => [...parts, ...place].join(' \\\n  ');
  return [
    lines(
      `kubectl create ${kind} ${role}`,
      `--verb=${gate.verb} --resource=${what}`,
      `--resource-name=${gate.name}`,
    ),
    lines(
      `kubectl create ${kind}binding ${role}-${slug(user)}`,
      `--${kind}=${role}`,
      `--user=${shellWord(user)}`,
    ),
  ];
}

function slug(user: string): string {
  return (
    user
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 40) || 'user'
  );
}

/** Reaches the Service from one's own machine; whoever runs it needs `create pods/portforward` there. */
export function portForwardCommand(
  { namespace, name, port }: ToolService,
  localPort = localPortOf(port),
): string {
  return `kubectl port-forward -n ${namespace} svc/${name} ${localPort}:${port}`;
}

/** Below 1024 only root may listen. */
export function localPortOf(port: number): number {
  return port < 1024 ? port + 8000 : port;
}

/** The Role as an object, for whoever keeps them in Git. */
export function gateRole(gate: Gate): object {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: gate.namespace === null ? 'ClusterRole' : 'Role',
    metadata: {
      name: roleName(gate),
      ...(gate.namespace === null ? {} : { namespace: gate.namespace }),
      annotations: { 'sluice.dev/about': `Opens a link of Sluice: ${gateText(gate)}` },
    },
    rules: [
      {
        apiGroups: [gate.group],
        resources: [gate.subresource === undefined ? gate.resource : `${gate.resource}/${gate.subresource}`],
        resourceNames: [gate.name],
        verbs: [gate.verb],
      },
    ],
  };
}
