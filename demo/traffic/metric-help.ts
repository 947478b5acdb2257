/** What each metric of the demo means, for /api/v1/metadata (https://istio.io/latest/docs/reference/config/metrics/). */
export const metricHelp: Readonly<Record<string, string>> = {
  istio_requests_total: 'Requests handled by a proxy.',
  istio_request_duration_milliseconds: 'Duration of requests in milliseconds.',
  istio_request_bytes: 'Size of request bodies in bytes.',
  istio_response_bytes: 'Size of response bodies in bytes.',
  istio_request_messages_total: 'gRPC messages sent by clients.',
  istio_response_messages_total: 'gRPC messages sent by servers.',
  istio_tcp_sent_bytes_total: 'Bytes sent to the client of a TCP connection.',
  istio_tcp_received_bytes_total: 'Bytes received from the client of a TCP connection.',
  istio_tcp_connections_opened_total: 'TCP connections opened.',
  istio_tcp_connections_closed_total: 'TCP connections closed.',
  istio_build: 'Version of an Istio component.',
  pilot_info: 'Version of istiod.',
  pilot_xds: 'Proxies connected to istiod.',
  pilot_xds_pushes: 'Configuration sent to proxies, by type.',
  pilot_proxy_convergence_time: 'Seconds until a change of configuration reached a proxy.',
  citadel_server_root_cert_expiry_timestamp: 'When the root certificate expires, in Unix seconds.',
};
