/** Protocols that a port of a Gateway or ServiceEntry may name (pkg/config/protocol), in capitals. */
export const meshProtocols: ReadonlySet<string> = new Set([
  'HTTP',
  'HTTPS',
  'GRPC',
  'GRPC-WEB',
  'HTTP2',
  'MONGO',
  'REDIS',
  'MYSQL',
  'TCP',
  'TLS',
]);
