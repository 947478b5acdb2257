/**
 * Every code that the checks report, with its severity: Istio's own (pkg/config/analysis/msg/messages.yaml) where its
 * analyzers have one, `SLU…` for what only we say.
 */
export type Severity = 'error' | 'warning' | 'info';

export const checkCodes = {
  IST0002: 'warning',
  IST0101: 'error',
  IST0102: 'info',
  IST0103: 'warning',
  IST0106: 'error',
  IST0107: 'warning',
  IST0108: 'warning',
  IST0109: 'error',
  IST0110: 'error',
  IST0111: 'error',
  IST0112: 'error',
  IST0116: 'warning',
  IST0118: 'info',
  IST0123: 'warning',
  IST0125: 'warning',
  IST0127: 'warning',
  IST0128: 'warning',
  IST0129: 'warning',
  IST0130: 'warning',
  IST0131: 'info',
  IST0132: 'warning',
  IST0133: 'warning',
  IST0134: 'warning',
  IST0135: 'info',
  IST0137: 'warning',
  IST0138: 'warning',
  IST0139: 'error',
  IST0140: 'warning',
  IST0144: 'warning',
  IST0145: 'error',
  IST0146: 'warning',
  IST0147: 'error',
  IST0148: 'info',
  IST0149: 'error',
  IST0150: 'warning',
  IST0151: 'warning',
  IST0152: 'error',
  IST0153: 'error',
  IST0154: 'error',
  IST0155: 'warning',
  IST0157: 'warning',
  IST0158: 'warning',
  IST0159: 'error',
  IST0160: 'error',
  IST0161: 'error',
  IST0162: 'warning',
  IST0165: 'warning',
  IST0166: 'warning',
  IST0167: 'warning',
  IST0171: 'warning',
  IST0173: 'error',
  IST0174: 'warning',
  IST0175: 'warning',
  IST0176: 'warning',
  IST0177: 'warning',
  /** A dotted name that is no full name: never completed, matches nothing. */
  SLU0001: 'warning',
  /** A redirect code that Envoy does not know. */
  SLU0002: 'error',
  /** A fault that hits 0 % of the requests, because its percentage is absent. */
  SLU0003: 'warning',
  /** No rule for the rest of the requests: 404. */
  SLU0004: 'info',
  /** Weights that do not add up to 100: legal, often meant otherwise. */
  SLU0005: 'info',
  /** The VirtualService has no effect on a host, because an older one owns it. */
  SLU0006: 'warning',
  /** The DestinationRule is not used by clients of a namespace that has its own. */
  SLU0007: 'info',
  /** A delegate that adds no rule. */
  SLU0008: 'warning',
  /** Fields that the API server drops. */
  SLU0009: 'warning',
  /** The same object twice in the files. */
  SLU0010: 'warning',
  /** A request that was saved with what it has to lead to leads elsewhere. */
  SLU0012: 'error',
  /** Saved requests that cannot be read: nothing guards them. */
  SLU0013: 'warning',
  /** Requests are multiplied: very many retries, or a mirror to where they go already. */
  SLU0014: 'warning',
  /** Rules for a Service that no sidecar obeys: `mesh` is not among the gateways. */
  SLU0015: 'warning',
  /** A wildcard that takes over Services of other namespaces. */
  SLU0016: 'warning',
  /** A route of the Gateway API without its parent, or without the listener or port of it that it names. */
  SLU0017: 'error',
  /** A route of the Gateway API sends to a Service, a port or a host that is not there. */
  SLU0018: 'error',
  /** A route of the Gateway API refers to another namespace, and no ReferenceGrant there lets it. */
  SLU0019: 'error',
  /** A CUSTOM policy names an external authorizer that the mesh configuration does not have. */
  SLU0020: 'error',
  /** A Telemetry names an extension provider that the mesh configuration does not have. */
  SLU0021: 'warning',
  /** No listener of its Gateway lets a route of the Gateway API in: its namespace or its kind is not allowed there. */
  SLU0022: 'error',
} as const satisfies Record<string, Severity>;

export type CheckCode = keyof typeof checkCodes;

export function severityOf(code: CheckCode): Severity {
  return checkCodes[code];
}
