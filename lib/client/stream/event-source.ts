/** What a browser has for streams: EventSource, timers, chance. */
import { apiRoutes } from '../address/routes.ts';
import type { HostPorts } from './stream-host.ts';

export const openStreamSource: HostPorts = {
  // A worker may have an address of its own kind: the console's is said in full.
  open: (graphs) => new EventSource(new URL(apiRoutes.stream(graphs), self.location.origin)),
  random: Math.random,
  setTimer: (run, delayMs) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
