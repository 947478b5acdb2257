/** Runs the checks inside of the cluster's network: `node … checks/main.ts CLUSTER_FOLDER`. Prints a JSON line for each. */
import { readEndpoints } from '../description.ts';
import type { InsideOutcome } from '../run-inside.ts';
import { checks } from './checks.ts';

const dir = process.argv[2] ?? '';
const cluster = { dir, endpoints: readEndpoints(dir) };
for (const { name, run } of checks) {
  const outcome: InsideOutcome = await run(cluster).then(
    (text) => ({ name, passed: true, text }),
    (error: unknown) => ({ name, passed: false, text: String(error) }),
  );
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
}
