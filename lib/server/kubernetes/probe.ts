/** Whether the Kubernetes API answers at all. Open watches cannot tell a quiet cluster from a dead one; a small question now and then can. */
import type { Clock } from '../clock.ts';
import type { KubernetesClient } from './rest.ts';
import { kubernetesVersion } from './versions.ts';

export interface Probe {
  /** e.g. v1.35.0; null when it is not known. */
  version(): string | null;
  /** Unix milliseconds; null while it answers. */
  failingSinceMs(): number | null;
  lastAnswerMs(): number | null;
  run(signal: AbortSignal): Promise<void>;
}

const calmMs = 15_000;
const anxiousMs = 2000;

export function createProbe(
  client: KubernetesClient,
  clock: Clock,
  /** Called with the failure when it stops answering, with null when it answers again. */
  onChange: (failure: unknown) => void,
): Probe {
  let version: string | null = null;
  let failingSinceMs: number | null = null;
  let lastAnswerMs: number | null = null;

  async function ask(): Promise<void> {
    try {
      version = (await kubernetesVersion(client)) ?? version;
      lastAnswerMs = clock.now();
      const recovered = failingSinceMs !== null;
      failingSinceMs = null;
      if (recovered) onChange(null);
    } catch (error) {
      if (failingSinceMs !== null) return;
      failingSinceMs = clock.now();
      onChange(error);
    }
  }

  return {
    version: () => version,
    failingSinceMs: () => failingSinceMs,
    lastAnswerMs: () => lastAnswerMs,
    run: async (signal) => {
      while (!signal.aborted) {
        await ask();
        const pauseMs = failingSinceMs === null ? calmMs : anxiousMs + clock.random() * anxiousMs;
        await clock.delay(pauseMs, signal);
      }
    },
  };
}
