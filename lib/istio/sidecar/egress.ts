/** The egress listeners of a Sidecar: their ports, and the hosts that they let a workload know. */
import { error, type Finding, type Path, warning } from '../admission/finding.ts';
import { checkNamespacedHost } from '../admission/namespaced-host.ts';
import { checkUnixAddress, unixPrefix } from '../admission/unix-address.ts';
import type { SidecarSpec } from '../generated/types.ts';
import { checkAddress, checkNaming } from './port.ts';

type Egress = NonNullable<SidecarSpec['egress']>[number];

/** `inNamespace` is the Sidecar's own. */
export function checkEgress(listeners: readonly Egress[], inNamespace: string): Finding[] {
  const found: Finding[] = [];
  const numbers = new Set<number>();
  const sockets = new Set<string>();
  for (const [index, listener] of listeners.entries()) {
    const here = ['spec', 'egress', index];
    const { port, bind = '' } = listener;
    if (!port) {
      if (index !== listeners.length - 1)
        found.push(
          error(here, 'sidecar: the egress listener with empty port should be the last listener in the list'),
        );
    } else {
      found.push(...checkListenerPort(here, listener));
      const taken: ReadonlySet<number | string> = port.number ? numbers : sockets;
      if (taken.has(port.number || bind))
        found.push(
          error(
            [...here, 'port'],
            port.number
              ? 'sidecar: ports on IP bound listeners must be unique'
              : 'sidecar: unix domain socket values for listeners must be unique',
          ),
        );
      if (port.number) numbers.add(port.number);
      else sockets.add(bind);
    }
    found.push(...checkHosts([...here, 'hosts'], listener.hosts ?? [], inNamespace));
  }
  return found;
}

function checkListenerPort(path: Path, { port, bind = '', captureMode = 'DEFAULT' }: Egress): Finding[] {
  if (!port) return [];
  const found = checkNaming([...path, 'port'], port);
  if (port.number) return [...found, ...checkAddress(path, port.number, bind)];
  // Port 0 is a socket of the file system.
  if (bind.startsWith(unixPrefix))
    found.push(...checkUnixAddress([...path, 'bind'], bind.slice(unixPrefix.length)));
  else
    found.push(
      error([...path, 'bind'], 'sidecar: ports with 0 value must have a unix domain socket bind address'),
    );
  if (captureMode !== 'DEFAULT' && captureMode !== 'NONE')
    found.push(
      error(
        [...path, 'captureMode'],
        'sidecar: captureMode must be DEFAULT/NONE for unix domain socket listeners',
      ),
    );
  return found;
}

function checkHosts(path: Path, hosts: readonly string[], inNamespace: string): Finding[] {
  if (hosts.length === 0) return [error(path, 'sidecar: egress listener must contain at least one host')];
  const found: Finding[] = [];
  const known = new Map<string, Set<string>>();
  for (const [position, host] of hosts.entries()) {
    const here = [...path, position];
    const slash = host.indexOf('/');
    if (slash >= 0 && !host.startsWith('~')) {
      const namespace = host.slice(0, slash) === '.' ? inNamespace : host.slice(0, slash);
      const name = host.slice(slash + 1);
      const names = known.get(namespace) ?? new Set();
      known.set(namespace, names);
      if (name === '*' ? names.size > 0 : names.has(name) || names.has('*'))
        found.push(warning(here, `duplicated egress host: ${host}`));
      names.add(name);
    }
    found.push(...checkNamespacedHost(here, host, 'sidecar'));
  }
  if (known.get('*')?.has('*') && known.size > 1)
    found.push(warning(path, '`*/*` host select all resources, no other hosts can be added'));
  return found;
}
