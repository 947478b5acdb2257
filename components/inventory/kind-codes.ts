/** Short names of Istio's kinds, as `kubectl` and `istioctl` take them. */
export const kindCodes: Readonly<Record<string, string>> = {
  VirtualService: 'VS',
  DestinationRule: 'DR',
  Gateway: 'GW',
  ServiceEntry: 'SE',
  Sidecar: 'SC',
  AuthorizationPolicy: 'AP',
  PeerAuthentication: 'PA',
  RequestAuthentication: 'RA',
};
