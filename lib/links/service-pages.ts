/** Which ports of a Service a browser may find pages at, and how the API server's proxy would ask them. */
import { servicePortProtocol } from '../istio/hosts/port-protocol.ts';
import type { Service } from '../istio/objects.ts';
import type { ToolService } from './tool.ts';

export interface ServicePage {
  service: ToolService;
  /** Of the port; empty when it has none. */
  portName: string;
  /** Its name or appProtocol says that it speaks HTTP; else it is sniffed, and pages are a guess. */
  declared: boolean;
}

/** gRPC has no pages, and what speaks no HTTP has none either. */
const schemes = { HTTP: 'http', HTTP2: 'http', HTTPS: 'https', auto: 'http' } as const;

/** Where nothing says what is spoken, these are TLS by custom. */
const tlsPorts = new Set([443, 8443]);

/** Lowest port first. Of an ExternalName there are none: the proxy would leave the cluster for it. */
export function pagesOfService({ metadata, spec }: Service): ServicePage[] {
  if (spec?.type === 'ExternalName') return [];
  return (spec?.ports ?? [])
    .flatMap((port): ServicePage[] => {
      const protocol = servicePortProtocol(port);
      const spoken = Object.hasOwn(schemes, protocol) ? schemes[protocol as keyof typeof schemes] : null;
      if (spoken === null || (port.protocol ?? 'TCP') !== 'TCP') return [];
      const declared = protocol !== 'auto';
      const scheme = !declared && tlsPorts.has(port.port) ? 'https' : spoken;
      const { namespace = '', name } = metadata;
      return [{ service: { namespace, name, port: port.port, scheme }, portName: port.name ?? '', declared }];
    })
    .sort((one, other) => one.service.port - other.service.port);
}
