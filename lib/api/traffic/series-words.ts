/** The closed word lists of `GET /api/v1/series`, apart from its schemas: the browser needs the words, but not the library that judges. */

export const seriesSubjects = ['service', 'workload', 'app', 'namespace'] as const;
export type SeriesSubject = (typeof seriesSubjects)[number];

/** The other side of an edge; a host is the full name of a service outside the mesh. */
export const seriesPeers = ['service', 'workload', 'app', 'host'] as const;
export type SeriesPeer = (typeof seriesPeers)[number];

export const seriesDirections = ['inbound', 'outbound'] as const;
export type SeriesDirection = (typeof seriesDirections)[number];

/** What can be asked for; each stands for a set of measures. */
export const seriesMetrics = ['requests', 'errors', 'latency', 'bytes', 'grpc', 'tcp', 'heatmap'] as const;
export type SeriesMetric = (typeof seriesMetrics)[number];

export const seriesGroupings = ['none', 'code', 'version', 'peer', 'protocol', 'flag', 'reporter'] as const;
export type SeriesGrouping = (typeof seriesGroupings)[number];

/** What a series holds, with its unit. */
export const seriesMeasures = [
  /** requests */
  'requestsPerSecond',
  /** errors: 5xx, failed gRPC and requests without an answer by total, 0..1; 4xx by total. */
  'errorRatio',
  'clientErrorRatio',
  /** latency */
  'averageMs',
  'p50Ms',
  'p95Ms',
  'p99Ms',
  /** bytes: bodies of HTTP and gRPC, from the caller's view. */
  'requestBytesPerSecond',
  'responseBytesPerSecond',
  /** grpc: calls by status, those of each part where traffic is split by anything but the status. */
  'grpcCallsPerSecond',
  /** tcp, from the caller's view. */
  'tcpSentBytesPerSecond',
  'tcpReceivedBytesPerSecond',
  'connectionsOpenedPerSecond',
  'connectionsClosedPerSecond',
] as const;
export type SeriesMeasure = (typeof seriesMeasures)[number];
