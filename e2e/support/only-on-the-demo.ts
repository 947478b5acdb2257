/** The journeys that do not run on the real cluster, and why. */

export const onlyOnTheDemo: readonly { file: string; because: string }[] = [
  {
    file: 'fold.e2e.ts',
    because:
      'It wants a mesh of two hundred services. The real one would need a second API server, istiod and Prometheus with sockets for ' +
      'every pod of it; what folds is drawn in the browser, out of an answer that the other journeys hold against the real cluster.',
  },
  {
    file: 'traces.e2e.ts',
    because:
      'It wants traces. Proxyless gRPC sends none, and no Jaeger runs beside the real cluster; the demo’s is held against a real one, span ' +
      'by span, by the suite "traces".',
  },
  {
    file: 'split-measured.e2e.ts',
    because:
      'It takes the sidecar of a caller away, and the subset of a running split: proxyless gRPC has no sidecar to lose, and both want a ' +
      'mesh that nobody else stands on.',
  },
  {
    file: 'fold-boxes.e2e.ts',
    because:
      'It wants a mesh of several clusters. The real one would need a second control plane and a network between the two; that Istio labels ' +
      'its metrics by cluster is read from golden vectors (lib/graph/golden/clusters.json).',
  },
  {
    file: 'failures-looks.e2e.ts',
    because:
      'It looks at what stands on the screen after a failure, in both languages, both themes and on a telephone; the failures themselves are ' +
      'tried on the real cluster by failures.e2e.ts and failures-around.e2e.ts.',
  },
  {
    file: 'links-open.e2e.ts',
    because:
      'It wants Grafana, Jaeger, Kiali and Alertmanager behind the API server: none of them is built there (no browser pages of theirs come ' +
      'in Go modules). That they are told as not installed there, links.e2e.ts looks at; the proxy of the real API server is the one ' +
      'whose rules the demo follows (demo/kubernetes/serving/service-proxy.ts).',
  },
];
