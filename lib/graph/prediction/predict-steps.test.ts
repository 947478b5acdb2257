/** A prediction that may move all that is measured is made caller by caller, so that whoever runs it may pause between two. */
import { expect, test } from 'vitest';
import { finish, type Steps } from '../../steps.ts';
import { requests, telemetryOf } from '../testing/fixture.ts';
import { attribute } from './attribute.ts';
import { predict, predictSteps } from './predict.ts';
import { sent, to, withRules } from './testing/shop.ts';

const callers = 30;
const { records } = telemetryOf({
  requests: Array.from({ length: callers }, (_, at) =>
    requests({ from: `office-${at % 3}/desk-${at}/v1`, to: 'shop/web/v1' }, at + 1),
  ),
  tcp: sent('shop/redis/v1', 3),
});
const now = withRules({ web: { hosts: ['web'], http: [{ route: [to('web')] }] } });
const everybodys = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'Sidecar',
  metadata: { name: 'default', namespace: 'istio-system' },
  spec: { egress: [{ hosts: ['*/*'] }] },
};

function countSteps(steps: Steps<unknown>): number {
  let count = 1;
  while (steps.next().done !== true) count += 1;
  return count;
}

test('each caller is a step where its traffic is explained, one where it is sent on, and each rule one', () => {
  const kept = [...records];
  const objects = { now, after: { ...now, sidecars: [everybodys] } };
  const all = countSteps(predictSteps(kept, objects));
  expect(all).toBeGreaterThan(3 * callers);
  // What explains them is kept for the next proposal.
  expect(countSteps(predictSteps(kept, objects))).toBeLessThanOrEqual(all - callers);
});

test('two that come in turns, of one reading and two snapshots, say what each says alone', () => {
  const shared = [...records];
  const moved = withRules({ web: { hosts: ['web'], http: [{ route: [to('api')] }] } });
  const sides = [
    { now, after: { ...now, sidecars: [everybodys] } },
    { now: moved, after: { ...moved, sidecars: [everybodys] } },
  ];
  const alone = sides.map((side) => predict([...records], side));
  const running = sides.map((side) => predictSteps(shared, side));
  for (let turn = 0; turn < callers; turn += 1) for (const one of running) one.next();
  expect(running.map(finish)).toEqual(alone);
});

test('each end of a thousand rules of a gateway is followed once', () => {
  const rules = 1000;
  let looks = 0;
  class Watched extends Map<string, number> {
    override has(key: string): boolean {
      looks += 1;
      return super.has(key);
    }
    override keys(): MapIterator<string> {
      looks += 1;
      return super.keys();
    }
  }
  const shares = Array.from({ length: rules }, (_, at) => new Watched([[`end ${at}`, 1]]));
  const measured = new Map(shares.map((_, at) => [`end ${at}`, 1]));
  expect(attribute(shares, measured).groups).toHaveLength(rules);
  expect(looks).toBeLessThan(6 * rules);
});
