/** Two letters for each kind: where `kubectl` takes a short name, that one. */
export const kindCodes: Readonly<Record<string, string>> = {
  VirtualService: 'VS',
  DestinationRule: 'DR',
  Gateway: 'GW',
  ServiceEntry: 'SE',
  Sidecar: 'SC',
  AuthorizationPolicy: 'AP',
  PeerAuthentication: 'PA',
  RequestAuthentication: 'RA',
  HTTPRoute: 'HR',
  Telemetry: 'TM',
  EnvoyFilter: 'EF',
};
