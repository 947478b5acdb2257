/**
 * Whether saved requests are certainly as `expectation.ts` wants them: its schema without zod, because the checks read the annotations of a
 * whole mesh. "No" says nothing: the schema tells then, and what is wrong.
 */
import { isRecord } from '../../record.ts';
import { readSenderName } from '../routing/sidecar/sender.ts';

type Test = (value: unknown) => boolean;

/** All of `wanted`, some of `optional`, and nothing else. */
function isShape(
  value: unknown,
  wanted: Readonly<Record<string, Test>>,
  optional: Readonly<Record<string, Test>> = {},
): boolean {
  if (!isRecord(value)) return false;
  for (const name in wanted) if (!Object.hasOwn(value, name)) return false;
  for (const name of Object.keys(value)) {
    const test = Object.hasOwn(wanted, name)
      ? wanted[name]
      : Object.hasOwn(optional, name)
        ? optional[name]
        : undefined;
    if (test?.(value[name]) !== true) return false;
  }
  return true;
}

const isText =
  (most: number, least = 1): Test =>
  (value) =>
    typeof value === 'string' && value.length >= least && value.length <= most;
const isWithin =
  (least: number, most: number): Test =>
  (value) =>
    typeof value === 'number' && value >= least && value <= most;
const isWhole =
  (least: number, most: number): Test =>
  (value) =>
    Number.isSafeInteger(value) && isWithin(least, most)(value);
const orNull =
  (test: Test): Test =>
  (value) =>
    value === null || test(value);
const isList =
  (test: Test, most: number, least = 0): Test =>
  (value) => {
    if (!Array.isArray(value) || value.length < least || value.length > most) return false;
    for (const item of value) if (!test(item)) return false;
    return true;
  };

const isShare = isWithin(0, 1);
const isPercent = isWithin(0, 100);
const isStatus = isWhole(100, 599);
const fault = {
  delay: orNull((value) => isShape(value, { duration: isText(32), percent: isPercent })),
  abort: orNull((value) => isShape(value, { status: isText(32), percent: isPercent })),
};
const destination = {
  host: isText(253),
  subset: orNull(isText(253)),
  port: isWhole(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
  share: isShare,
};
const outcome: Test = (value) => typeof value === 'string';
const forward = {
  outcome,
  to: isList((value) => isShape(value, destination), 16, 1),
  within: isShare,
};
const expected: Readonly<Record<string, Test>> = {
  forward: (value) => isShape(value, forward, { fault: orNull((one) => isShape(one, fault)) }),
  redirect: (value) => isShape(value, { outcome, status: isStatus, url: isText(2048) }),
  'direct-response': (value) => isShape(value, { outcome, status: isStatus }),
  'not-found': (value) => isShape(value, { outcome }),
  passthrough: (value) => isShape(value, { outcome }),
  closed: (value) => isShape(value, { outcome }),
};

const isExpected: Test = (value) =>
  isRecord(value) &&
  typeof value.outcome === 'string' &&
  Object.hasOwn(expected, value.outcome) &&
  expected[value.outcome]?.(value) === true;

const isHeaders: Test = (value) =>
  isRecord(value) &&
  Object.keys(value).every(
    (name) => name !== '__proto__' && isText(256, 0)(name) && isText(8192, 0)(value[name]),
  );

const protocols: ReadonlySet<unknown> = new Set(['http', 'https', 'tls', 'tcp']);
const request = {
  name: isText(80),
  from: (value: unknown) =>
    typeof value === 'string' && value.length <= 330 && readSenderName(value) !== null,
  protocol: (value: unknown) => protocols.has(value),
  host: isText(255),
  port: isWhole(1, 65_535),
  expect: isExpected,
};
const optional = { method: isText(32), path: isText(8192), headers: isHeaders };

/** `most`: requests. */
export function isCertainlyAccepted(annotation: unknown, most: number): boolean {
  return isShape(annotation, {
    v: (value) => value === 1,
    requests: isList((value) => isShape(value, request, optional), most),
  });
}
