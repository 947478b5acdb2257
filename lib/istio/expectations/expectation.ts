/**
 * A request that somebody saved, and where it has to go: kept on the VirtualService or the route that owns the host, as one annotation
 * with compact JSON (docs/objects.md). What cannot be read is never guessed.
 */
import * as z from 'zod/mini';
import { fail, ok, type Result } from '../../result.ts';
import { readSenderName } from '../routing/sidecar/sender.ts';
import { isCertainlyAccepted } from './accepted.ts';

export const expectationsAnnotation = 'sluice.dev/expectations';

/** All annotations of an object share 256 KiB; ours keep to a small part, and to what a person reads. */
export const mostExpectations = 32;
export const mostBytes = 16 * 1024;

const short = (most: number) => z.string().check(z.minLength(1), z.maxLength(most));
const share = z.number().check(z.minimum(0), z.maximum(1));
const percent = z.number().check(z.minimum(0), z.maximum(100));
const status = z.int().check(z.minimum(100), z.maximum(599));

const faultSchema = z.strictObject({
  delay: z.nullable(z.strictObject({ duration: short(32), percent })),
  abort: z.nullable(z.strictObject({ status: short(32), percent })),
});

export const expectedSchema = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('forward'),
    /** Full names; `share` is a fraction of the request's traffic. */
    to: z
      .array(z.strictObject({ host: short(253), subset: z.nullable(short(253)), port: z.int(), share }))
      .check(z.minLength(1), z.maxLength(16)),
    /** How far a share may be off; 1 takes any. */
    within: share,
    /** Absent: whatever is injected; null: nothing may be. */
    fault: z.optional(z.nullable(faultSchema)),
  }),
  z.strictObject({ outcome: z.literal('redirect'), status, url: short(2048) }),
  z.strictObject({ outcome: z.literal('direct-response'), status }),
  z.strictObject({ outcome: z.literal('not-found') }),
  z.strictObject({ outcome: z.literal('passthrough') }),
  z.strictObject({ outcome: z.literal('closed') }),
]);
export type Expected = z.infer<typeof expectedSchema>;

export const expectationSchema = z.strictObject({
  /** Unique on its object. */
  name: short(80),
  /** As `sluice route --from` has it: namespace/workload, or gateway:namespace/name. */
  from: z.string().check(
    z.maxLength(330),
    z.refine((text) => readSenderName(text) !== null),
  ),
  protocol: z.enum(['http', 'https', 'tls', 'tcp']),
  host: short(255),
  port: z.int().check(z.minimum(1), z.maximum(65_535)),
  method: z.optional(short(32)),
  /** With the query. */
  path: z.optional(short(8192)),
  headers: z.optional(z.record(z.string().check(z.maxLength(256)), z.string().check(z.maxLength(8192)))),
  expect: expectedSchema,
});
export type Expectation = z.infer<typeof expectationSchema>;

const annotationSchema = z.strictObject({
  v: z.literal(1),
  requests: z.array(expectationSchema).check(z.maxLength(mostExpectations)),
});

/** `at`: the place inside the annotation, e.g. requests[2].port; empty for the whole. */
export interface UnreadableExpectations {
  why: 'json' | 'version' | 'shape' | 'size' | 'twice';
  at: string;
}

/** Empty where there is no annotation. */
export function readExpectations(
  annotations: Readonly<Record<string, string>> | undefined,
): Result<readonly Expectation[], UnreadableExpectations> {
  const text = annotations?.[expectationsAnnotation];
  if (text === undefined) return ok([]);
  if (text.length > mostBytes) return fail({ why: 'size', at: '' });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail({ why: 'json', at: '' });
  }
  const read = readAnnotation(value);
  if (!read.ok) return read;
  const requests = read.value;
  const twice = requests.findIndex(
    ({ name }, index) => requests.findIndex((other) => other.name === name) < index,
  );
  return twice === -1 ? ok(requests) : fail({ why: 'twice', at: `requests[${twice}].name` });
}

function readAnnotation(value: unknown): Result<readonly Expectation[], UnreadableExpectations> {
  if (isCertainlyAccepted(value, mostExpectations))
    return ok((value as { requests: readonly Expectation[] }).requests);
  const read = annotationSchema.safeParse(value);
  if (read.success) return ok(read.data.requests);
  const path = read.error.issues[0]?.path ?? [];
  return fail({ why: path[0] === 'v' ? 'version' : 'shape', at: placeText(path) });
}

function placeText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? String(step) : `${text}.${String(step)}`;
  }, '');
}

/** The annotation's text; "size" where it would be too long, or hold too many. */
export function writeExpectations(requests: readonly Expectation[]): Result<string, 'size'> {
  const text = JSON.stringify({ v: 1, requests });
  return requests.length > mostExpectations || new TextEncoder().encode(text).length > mostBytes
    ? fail('size')
    : ok(text);
}
