/** The rules of a VirtualService that a split begins with where nobody wrote one: all traffic of each port to one subset. */
import { ruleFamily, servicePortProtocol } from '../../istio/hosts/port-protocol.ts';
import type { Service, VirtualService } from '../../istio/objects.ts';
import { isEntryHost } from '../survey/entry-services.ts';

export function firstRules(
  service: Service | undefined,
  name: string,
  host: string,
  subset: string | null,
): Pick<NonNullable<VirtualService['spec']>, 'http' | 'tls' | 'tcp'> {
  const ports = service?.spec?.ports ?? [];
  const destination = (number: number) => ({
    host,
    ...(subset === null ? {} : { subset }),
    port: { number },
  });
  const families = ports.map((port) => ({
    number: port.port,
    family: ruleFamily(servicePortProtocol(port)),
  }));
  const http = families.filter(({ family }) => family === 'http' || family === 'auto');
  // Of an external host many share an address: connections are told apart by the name that they ask for.
  const named = isEntryHost(name) ? families.filter(({ family }) => family === 'tls') : [];
  const tcp = families.filter(
    (one) => !named.includes(one) && (one.family === 'tcp' || one.family === 'tls'),
  );
  return {
    ...(http.length === 0
      ? {}
      : {
          http: http.map(({ number }) => ({
            name: http.length === 1 ? `sluice-${name}` : `sluice-${name}-${number}`,
            ...(http.length === 1 ? {} : { match: [{ port: number }] }),
            route: [{ destination: destination(number) }],
          })),
        }),
    ...(named.length === 0
      ? {}
      : {
          tls: named.map(({ number }) => ({
            match: [{ port: number, sniHosts: [host] }],
            route: [{ destination: destination(number) }],
          })),
        }),
    ...(tcp.length === 0
      ? {}
      : {
          tcp: tcp.map(({ number }) => ({
            match: [{ port: number }],
            route: [{ destination: destination(number) }],
          })),
        }),
  };
}
