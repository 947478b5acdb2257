/** Probes: calls by productpage's identity whose answers say where istiod's routes led them. */
import type { WorkloadNode } from '#demo/traffic/topology.ts';
import { probeHeader } from '../carried-call.ts';
import type { XdsCallers } from '../xds-callers.ts';

export interface ProbeEnd {
  /** The workload that answered; "" when none did. */
  workload: string;
  code: number;
  details: string;
  tookMs: number;
}

export interface Prober {
  probe(headers?: Readonly<Record<string, string>>): Promise<ProbeEnd>;
  probes(count: number, headers?: Readonly<Record<string, string>>): Promise<ProbeEnd[]>;
}

const inFlight = 20;

export function createProber(callers: XdsCallers, source: WorkloadNode): Prober {
  const probe: Prober['probe'] = async (headers = {}) => {
    const startMs = performance.now();
    const { code, details, message } = await callers.call({
      source,
      target: 'reviews.bookinfo.svc.cluster.local:9080',
      path: '/reviews/0',
      headers: { [probeHeader]: '0', ...headers },
    });
    return { workload: message, code, details, tookMs: performance.now() - startMs };
  };
  return {
    probe,
    async probes(count, headers) {
      const ends: ProbeEnd[] = [];
      let left = count;
      const work = async (): Promise<void> => {
        while (left-- > 0) ends.push(await probe(headers));
      };
      await Promise.all(Array.from({ length: inFlight }, work));
      return ends;
    },
  };
}

export function share(ends: readonly ProbeEnd[], test: (end: ProbeEnd) => boolean): number {
  return ends.filter(test).length / ends.length;
}
