/** Protocols that a port of a Gateway, Sidecar or ServiceEntry may name, in any case (pkg/config/protocol). */

const http: ReadonlySet<string> = new Set(['HTTP', 'HTTP2', 'HTTP_PROXY', 'GRPC', 'GRPC-WEB']);
const tls: ReadonlySet<string> = new Set(['HTTPS', 'TLS']);
const tcp: ReadonlySet<string> = new Set(['TCP', 'MONGO', 'REDIS', 'MYSQL', ...tls]);

const upper = (protocol: string | undefined): string => (protocol ?? '').toUpperCase();

export const isHttp = (protocol: string | undefined): boolean => http.has(upper(protocol));
export const isTls = (protocol: string | undefined): boolean => tls.has(upper(protocol));
/** Those whose bytes tell no host: TLS counts. */
export const isTcp = (protocol: string | undefined): boolean => tcp.has(upper(protocol));
export const isKnownProtocol = (protocol: string | undefined): boolean =>
  isHttp(protocol) || isTcp(protocol) || upper(protocol) === 'UDP';
