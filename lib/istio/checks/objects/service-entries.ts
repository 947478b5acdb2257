/** ServiceEntries: TCP ports need addresses (IST0134), and one host's port has one protocol (IST0177). Mirrors analyzers/serviceentry. */
import type { ServiceEntry } from '../../objects.ts';
import { type Observation, observe } from '../finding.ts';
import { named } from '../view/facets.ts';
import { fullHost } from '../view/full-host.ts';
import { meshSettings } from '../view/mesh-settings.ts';
import { scopesOf } from '../view/provided-hosts.ts';
import { type CheckedObject, type CheckView, findAs, qualified } from '../view/view.ts';

export function checkAddresses({ object }: CheckedObject<ServiceEntry>, view: CheckView): Observation[] {
  const { addresses, ports = [] } = object.spec ?? {};
  if (addresses !== undefined || (object.status?.addresses ?? []).length > 0) return [];
  const needing = ports.findIndex(({ protocol }) => !protocol || protocol.toUpperCase() === 'TCP');
  if (needing < 0 || meshSettings(view).allocatesAddresses) return [];
  return [observe('IST0134', ['spec', 'ports', needing], { port: ports[needing]?.number ?? 0 })];
}

export function checkPortProtocols(subject: CheckedObject<ServiceEntry>, view: CheckView): Observation[] {
  const { hosts = [], ports = [], exportTo } = subject.object.spec ?? {};
  const own = scopesOf(exportTo, subject.namespace);
  return ports.flatMap(({ number, protocol = '' }, index): Observation[] => {
    for (const host of hosts) {
      const others = findAs<ServiceEntry>(
        view,
        named.provided(fullHost(host, subject.namespace, view.meshConfig.domain)),
      )
        .filter(({ id, object }) => id !== subject.id && object.kind === 'ServiceEntry')
        .filter(({ object, namespace }) => {
          const theirs = scopesOf(object.spec?.exportTo, namespace);
          return own.has('*') || theirs.has('*') || [...own].some((scope) => theirs.has(scope));
        })
        .filter(({ object }) =>
          (object.spec?.ports ?? []).some(
            (port) =>
              port.number === number && (port.protocol ?? '').toUpperCase() !== protocol.toUpperCase(),
          ),
        );
      if (others.length > 0) {
        const params = { host, port: number, others: others.map(qualified).join(', ') };
        return [observe('IST0177', ['spec', 'ports', index], params)];
      }
    }
    return [];
  });
}
