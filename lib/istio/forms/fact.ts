/** What is known of a field beside its schema. */
import type { Json } from '#lib/document/json.ts';

export type Suggestion =
  | 'hosts'
  /** Where no short name is understood. */
  | 'fullHosts'
  | 'gatewayHosts'
  /** namespace/host */
  | 'sidecarHosts'
  | 'subsets'
  | 'ports'
  | 'gateways'
  | 'namespaces'
  | 'labels'
  | 'serviceAccounts'
  | 'principals'
  | 'secrets'
  | 'exportTo'
  | 'methods'
  | 'retryOn'
  | 'cipherSuites'
  | 'authorizationKeys'
  /** Extension providers of the mesh, by what they can do. */
  | 'authorizationProviders'
  | 'tracingProviders'
  | 'accessLoggingProviders'
  | 'metricsProviders'
  | 'localities'
  | 'virtualServices'
  /** Of a policy, by the kind beside. */
  | 'targets'
  /** Of the Gateway API, where name and namespace are two fields: by those beside. */
  | 'parents'
  | 'sections'
  | 'backends'
  | 'backendPorts'
  | 'certificates'
  | 'namespaceLabels'
  | 'gatewayClasses';

export interface FieldFacts {
  /** What Istio takes when nothing is written, as it would be written. */
  default?: string;
  /** Nothing written: what a wider object of the kind says. */
  inherited?: true;
  unit?: 'percent' | 'seconds' | 'milliseconds' | 'bytes';
  min?: number;
  max?: number;
  suggest?: Suggestion;
  /** A duration although the schema has no rule for it; 0s has a meaning there. */
  duration?: 'zero';
  /** The values that exist, where the schema allows any. */
  options?: readonly string[];
  /** There is something newer: `deprecations.ts` knows what. */
  deprecated?: true;
  /** Istio's own tools refuse or ignore it. */
  unused?: true;
  /** What stands there when the field is put in by hand. */
  first?: Json;
  /** The same for a new item of a list. */
  item?: Json;
  multiline?: true;
  /** Items of the list may hold spaces and commas. */
  verbatim?: true;
}
