/** Both API servers play a scenario; what differs is told. */
import type { ApiServer } from '../api-server.ts';
import { type Difference, differences } from './differences.ts';
import { withoutOrderOfRights } from './normalise-rights.ts';
import { createNamespace, play } from './perform.ts';
import type { Scenario } from './scenario.ts';

export interface Worlds {
  real: ApiServer;
  embedded: ApiServer;
}

let namespaces = 0;
/** Each run has names of its own, so that a suite can be run twice against one cluster. */
const run = Date.now().toString(36);

export async function compare({ real, embedded }: Worlds, scenario: Scenario): Promise<Difference[]> {
  namespaces += 1;
  const namespace = `case-${run}-${namespaces}`;
  const [theirs, ours] = await Promise.all(
    [real, embedded].map(async (server) => {
      await createNamespace(server, namespace);
      return withoutOrderOfRights(await play(server, scenario, namespace), scenario);
    }),
  );
  return differences(theirs, ours);
}
