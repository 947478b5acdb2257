/** Cuts a scenario down to the steps that it still differs by. */
import type { Scenario } from './scenario.ts';

/** Steps are taken out from the back, so that references to earlier answers keep their numbers. */
export async function shrink(
  scenario: Scenario,
  differs: (candidate: Scenario) => Promise<boolean>,
): Promise<Scenario> {
  let smallest = scenario;
  while (smallest.steps.length > 1) {
    const candidate = { ...smallest, steps: smallest.steps.slice(0, -1) };
    if (!(await differs(candidate))) break;
    smallest = candidate;
  }
  return smallest;
}
