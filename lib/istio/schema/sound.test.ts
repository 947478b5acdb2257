/** The one walk finds a value sound exactly where those who tell have nothing to tell: pruning, validation, rules. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { kindObjects } from '../../document/testing/kind-objects.ts';
import { expectationCases } from '../checks/testing/expectation-cases.ts';
import { trafficCases } from '../checks/testing/traffic-cases.ts';
import { virtualServiceCases } from '../checks/testing/virtual-service-cases.ts';
import { crdOf, type StructuralSchema } from './crds.ts';
import { fillsIn } from './defaulting.ts';
import { prune } from './prune.ts';
import { isSoundObject, isValid } from './sound.ts';
import { validateStructural } from './structural.ts';

type Fields = Record<string, unknown>;

const pool = [...virtualServiceCases, ...trafficCases, ...expectationCases]
  .flatMap(({ fires, silent }) => [...fires, ...silent])
  .flatMap((object) => {
    const schema = schemaOf(object.apiVersion, object.kind);
    return schema === undefined ? [] : [{ schema, object: object as unknown as Fields }];
  });

function schemaOf(apiVersion: unknown, kind: unknown): StructuralSchema | undefined {
  return crdOf(String(apiVersion).split('/')[0] ?? '', String(kind))?.schema;
}

const generated = fc
  .oneof(...kindObjects.map(({ objects }) => objects))
  .map((object) => ({ schema: schemaOf(object.apiVersion, object.kind) ?? {}, object: object as Fields }));

/** One value anywhere gives way to any other. */
function withValue(value: unknown, choices: readonly number[], other: unknown): unknown {
  const [choice = 0, ...rest] = choices;
  if (typeof value !== 'object' || value === null || choices.length === 0) return other;
  const keys = Object.keys(value);
  const key = keys[choice % Math.max(keys.length, 1)];
  if (key === undefined) return other;
  const copy: object = Array.isArray(value) ? [...value] : { ...value };
  const next = withValue(Reflect.get(value, key), rest, other);
  Object.defineProperty(copy, key, { value: next, enumerable: true, configurable: true, writable: true });
  return copy;
}

const broken = fc
  .tuple(
    fc.constantFrom(...pool),
    fc.array(fc.nat(), { minLength: 1, maxLength: 8 }),
    fc.oneof(
      fc.jsonValue(),
      fc.constantFrom<unknown>(
        null,
        {},
        [null],
        '',
        '0s',
        '3s',
        -1,
        0.5,
        1e21,
        2 ** 31,
        { unknown: {} },
        ['a', 'a'],
        { exact: '/a', prefix: '/b' },
      ),
    ),
  )
  .map(([{ schema, object }, choices, other]) => {
    const { spec, ...frame } = object;
    return { schema, object: { ...frame, spec: withValue(spec, choices, other) } };
  });

const anything = fc.oneof(fc.constantFrom(...pool), broken, broken, generated);

it('finds sound what nobody has a word about', () => {
  const seen = { sound: 0, wrong: 0 };
  fc.assert(
    fc.property(anything, ({ schema, object }) => {
      const { value, unknown } = prune(schema, object);
      const { apiVersion, kind, metadata, ...content } = value as Fields;
      const errors = validateStructural(schema, content, '');
      const isSilent = value === object && unknown.length === 0 && errors.length === 0;
      expect(isSoundObject(schema, object)).toBe(isSilent && !fillsIn(schema));
      seen[isSilent ? 'sound' : 'wrong'] += 1;
      const { apiVersion: _a, kind: _k, metadata: _m, ...unpruned } = object as Fields;
      expect(isValid(schema, unpruned)).toBe(validateStructural(schema, unpruned, '').length === 0);
    }),
    { numRuns: 1500 },
  );
  // Both come often enough to say something.
  expect(Math.min(seen.sound, seen.wrong)).toBeGreaterThan(200);
});
