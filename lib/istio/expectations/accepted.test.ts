import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isCertainlyAccepted } from './accepted.ts';
import { type Expectation, expectationSchema } from './expectation.ts';

const most = 32;
const accepts = (request: unknown) => isCertainlyAccepted({ v: 1, requests: [request] }, most);

const share = fc.double({ min: 0, max: 1, noNaN: true });
const text = (max: number) => fc.string({ minLength: 1, maxLength: Math.min(max, 20) });
const fault = fc.record({
  delay: fc.option(fc.record({ duration: text(32), percent: fc.integer({ min: 0, max: 100 }) })),
  abort: fc.option(fc.record({ status: text(32), percent: fc.integer({ min: 0, max: 100 }) })),
});
const destination = fc.record({ host: text(253), subset: fc.option(text(253)), port: fc.integer(), share });
const status = fc.integer({ min: 100, max: 599 });
const outcomes = fc.oneof(
  fc.record(
    {
      outcome: fc.constant('forward'),
      to: fc.array(destination, { minLength: 1, maxLength: 4 }),
      within: share,
      fault: fc.option(fault),
    },
    { requiredKeys: ['outcome', 'to', 'within'] },
  ),
  fc.record({ outcome: fc.constant('redirect'), status, url: text(2048) }),
  fc.record({ outcome: fc.constant('direct-response'), status }),
  fc.record({ outcome: fc.constantFrom('not-found', 'passthrough', 'closed') }),
);
const request = fc.record(
  {
    name: text(80),
    from: fc.constantFrom('shop/cart-v1', 'gateway:istio-system/public'),
    protocol: fc.constantFrom('http', 'https', 'tls', 'tcp'),
    host: text(255),
    port: fc.integer({ min: 1, max: 65_535 }),
    method: text(32),
    path: text(100),
    headers: fc.dictionary(
      text(20).filter((name) => name !== '__proto__'),
      fc.string({ maxLength: 9 }),
    ),
    expect: outcomes,
  },
  { requiredKeys: ['name', 'from', 'protocol', 'host', 'port', 'expect'] },
);

it('accepts what the schema takes', () => {
  fc.assert(
    fc.property(request, (one) => {
      expect(expectationSchema.safeParse(one).success).toBe(true);
      expect(accepts(one)).toBe(true);
    }),
  );
});

/** Another value at one place, something more, or something less. */
function spoilt(value: Expectation, at: number, by: unknown): unknown {
  const places: (() => void)[] = [];
  const copy = structuredClone(value);
  const walk = (here: unknown): void => {
    if (typeof here !== 'object' || here === null) return;
    const object = here as Record<string, unknown>;
    for (const name of Object.keys(object)) {
      places.push(() => {
        object[name] = by;
      });
      places.push(() => {
        delete object[name];
      });
      walk(object[name]);
    }
    if (!Array.isArray(here))
      places.push(() => {
        object.more = by;
      });
  };
  walk(copy);
  places[at % places.length]?.();
  return copy;
}

it('never accepts what the schema refuses', () => {
  const other = fc.constantFrom<unknown>(
    null,
    '',
    'x',
    'x'.repeat(9000),
    -1,
    0,
    0.5,
    1,
    700,
    1e20,
    [],
    {},
    [{}],
    true,
    'forward',
  );
  fc.assert(
    fc.property(request, fc.nat(), other, (one, at, by) => {
      const wrong = spoilt(one as Expectation, at, by);
      if (accepts(wrong)) expect(expectationSchema.safeParse(wrong).success).toBe(true);
    }),
    { numRuns: 500 },
  );
});

it('judges the annotation around them', () => {
  const one = {
    name: 'a',
    from: 'shop/a',
    protocol: 'http',
    host: 'a',
    port: 80,
    expect: { outcome: 'closed' },
  };
  const list = (length: number) => Array.from({ length }, () => one);
  const judged = [
    { v: 1, requests: list(most) },
    { v: 1, requests: [] },
    { v: 1, requests: list(most + 1) },
    { v: 2, requests: [] },
    { v: 1 },
    { v: 1, requests: [], more: 1 },
    [],
    null,
  ].map((annotation) => isCertainlyAccepted(annotation, most));
  expect(judged).toEqual([true, true, false, false, false, false, false, false]);
});
