/** Questions that are asked often; their names are translated on screen. */

export const findPresets = [
  { name: 'failing', text: 'is failing' },
  { name: 'slow', text: 'p95 > 1s' },
  { name: 'errors', text: 'errors > 0' },
  { name: 'busiest', text: 'rank <= 10' },
  { name: 'mostErrors', text: 'rank.errors <= 5' },
  { name: 'slowest', text: 'rank.latency <= 5' },
  { name: 'mostCalled', text: 'rank.callers <= 5' },
  { name: 'plaintext', text: 'mtls < 100%' },
  { name: 'bypass', text: 'route = unconfigured' },
  { name: 'split', text: 'has split' },
  { name: 'noSidecar', text: 'has missing-sidecar' },
] as const;

export const hidePresets = [
  { name: 'idle', text: 'is idle' },
  { name: 'healthy', text: 'is healthy' },
  { name: 'external', text: 'is external' },
  { name: 'quiet', text: 'rate < 1' },
  { name: 'system', text: 'namespace in (istio-system, kube-system)' },
] as const;
