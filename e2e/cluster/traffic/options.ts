/** The command line of the traffic process. */
import { parseArgs } from 'node:util';
import { fail, ok, type Result } from '#lib/result.ts';

export interface HostPort {
  host: string;
  port: number;
}

export interface TrafficOptions {
  kubeconfig: string;
  /** HOST:PORT of istiod's plain XDS port. */
  xds: string;
  /** Where Prometheus scrapes. */
  metrics: HostPort;
  /** URL that takes the hour before the start by remote write; null: there is no past. */
  prometheus: string | null;
  /** As the content was made with (demo/content/mesh.ts): the past and the behaviour belong to its objects. */
  seed: number;
  services: number | undefined;
  namespaces: number | undefined;
  /** Unix ms that the content's ages count from. */
  startMs: number;
  /** Requests that enter, as a share of the demo's: every one costs the time of a real call. */
  pace: number;
  /** The port of the kubelets; 0: pods have no logs. */
  kubeletPort: number;
  clusterId: string;
  /** End when the pipe to stdin closes. */
  parent: boolean;
}

export const usage = `usage: node e2e/cluster/traffic/main.ts --kubeconfig FILE --xds HOST:PORT --metrics HOST:PORT
         [--prometheus URL] [--seed 1] [--services N] [--namespaces M] [--start-ms UNIX_MS]
         [--pace 0.5] [--kubelet-port 10250] [--cluster-id Kubernetes] [--parent]
`;

export function readOptions(args: readonly string[], nowMs: number): Result<TrafficOptions, string> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        kubeconfig: { type: 'string' },
        xds: { type: 'string' },
        metrics: { type: 'string' },
        prometheus: { type: 'string' },
        seed: { type: 'string', default: '1' },
        services: { type: 'string' },
        namespaces: { type: 'string' },
        'start-ms': { type: 'string' },
        pace: { type: 'string', default: '0.5' },
        'kubelet-port': { type: 'string', default: '10250' },
        'cluster-id': { type: 'string', default: 'Kubernetes' },
        parent: { type: 'boolean', default: false },
      },
    });
    const { kubeconfig, xds, metrics } = values;
    if (kubeconfig === undefined || xds === undefined || metrics === undefined) {
      return fail('--kubeconfig, --xds and --metrics are needed');
    }
    readHostPort('--xds', xds);
    return ok({
      kubeconfig,
      xds,
      metrics: readHostPort('--metrics', metrics),
      prometheus: values.prometheus ?? null,
      seed: wholeNumber('--seed', values.seed),
      services: optionalNumber('--services', values.services),
      namespaces: optionalNumber('--namespaces', values.namespaces),
      startMs: optionalNumber('--start-ms', values['start-ms']) ?? nowMs,
      pace: share('--pace', values.pace),
      kubeletPort: wholeNumber('--kubelet-port', values['kubelet-port']),
      clusterId: values['cluster-id'],
      parent: values.parent,
    });
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

function readHostPort(name: string, text: string): HostPort {
  const [, host, port] = /^([^\s:]+):(\d+)$/.exec(text) ?? [];
  if (host === undefined || port === undefined)
    throw new RangeError(`${name} must be HOST:PORT, not "${text}"`);
  return { host, port: Number(port) };
}

function optionalNumber(name: string, text: string | undefined): number | undefined {
  return text === undefined ? undefined : wholeNumber(name, text);
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new RangeError(`${name} must be a whole number, not "${text}"`);
}

function share(name: string, text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 1) return value;
  throw new RangeError(`${name} must be above 0 and at most 1, not "${text}"`);
}
