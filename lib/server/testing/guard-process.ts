/**
 * A console as a process of its own, without pages and without an address: what is left is its guard, which looks whenever the parent
 * says `look`, and says `waiting` when it is done. Addresses of the backends come by GUARD_KUBERNETES and SLUICE_PROMETHEUS_URL.
 */
import { loadConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { createServices } from '../services.ts';
import { consoleToken } from './fake-kubernetes.ts';
import { until } from './harness.ts';

const loaded = loadConfig(process.env);
if (!loaded.ok) throw new Error(loaded.error.join('\n'));

/** The parent is gone: nobody says when to look any more. */
process.once('disconnect', () => process.exit());

const services = createServices({
  config: loaded.value,
  connection: {
    server: new URL(process.env.GUARD_KUBERNETES ?? ''),
    alsoReaches: [],
    serverTls: {},
    clientTls: {},
    authorization: async () => `Bearer ${consoleToken}`,
  },
  log: createLog('silent'),
  guardBeat: async () => {
    await until(() => (services.snapshot.settled() ? true : null));
    const told = new Promise<void>((resolve) => process.once('message', () => resolve()));
    process.send?.('waiting');
    await told;
  },
});
services.start();
