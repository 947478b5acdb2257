/** Of listeners whose connections TCPRoutes and TLSRoutes decide about; apart, because browsers tell it without the schemas. */
export const unreadProtocols: ReadonlySet<string> = new Set(['TCP', 'TLS']);
