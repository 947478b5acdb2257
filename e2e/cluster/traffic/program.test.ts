import { describe, expect, it } from 'vitest';
import type { PlannedCall } from '#demo/traffic/plan.ts';
import { createRandom } from '#demo/traffic/random.ts';
import { answerRequest, type ProgramWorld } from './program.ts';
import { demoTopology } from './testing/demo-topology.ts';

const { station } = demoTopology();

/** Time that only counts, and calls that end as told. */
function world(isFailing: (planned: PlannedCall) => boolean = () => false) {
  const called: string[] = [];
  const waited: number[] = [];
  const programWorld: ProgramWorld = {
    random: createRandom(7),
    delay: async (ms) => {
      waited.push(ms);
    },
    carries: ({ call }) => call.protocol !== 'tcp' && !call.host.endsWith('.example'),
    call: async (planned) => {
      called.push(planned.call.host);
      return isFailing(planned);
    },
  };
  return { programWorld, called, waited };
}

async function answers(workload: string, requests: number, isFailing?: (planned: PlannedCall) => boolean) {
  const { programWorld, called, waited } = world(isFailing);
  const statuses = new Map<number, number>();
  for (let left = requests; left > 0; left--) {
    const status = await answerRequest(station(workload), programWorld);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  const calls = (host: string) => called.filter((one) => one === host).length;
  return { statuses, calls, waited };
}

describe('a program', () => {
  it('makes its calls as often as the demo says, and takes its time', async () => {
    const { calls, waited } = await answers('frontend-v1', 2000);
    expect(calls('catalog') / 2000).toBeCloseTo(1.2, 1);
    expect(calls('checkout')).toBeGreaterThan(20);
    expect(calls('checkout')).toBeLessThan(120);
    const sorted = waited.filter((ms) => ms > 0).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeCloseTo(14, 0);
  });

  it('fails by itself as often as the demo says', async () => {
    const { statuses } = await answers('recommendations-v2', 4000);
    expect((statuses.get(500) ?? 0) / 4000).toBeCloseTo(0.13, 1);
    expect((statuses.get(503) ?? 0) / 4000).toBeCloseTo(0.05, 1);
  });

  it('fails with the calls that it cannot do without', async () => {
    const { statuses } = await answers('recommendations-v1', 4000, ({ call }) => call.host === 'catalog');
    expect((statuses.get(500) ?? 0) / 4000).toBeCloseTo(0.2, 1);
    const careless = await answers('catalog-v1', 500, () => true);
    expect(careless.statuses.get(200)).toBe(500);
  });

  it('waits for what is played as long as that takes, and not for TCP', async () => {
    const { waited } = await answers('checkout-v1', 300);
    // Its own 18 ms once, and once the card company's 140 ms.
    expect(waited.filter((ms) => ms > 60).length).toBeGreaterThan(250);
    const { waited: ofCart } = await answers('cart-v1', 100);
    expect(ofCart).toHaveLength(100);
  });
});
