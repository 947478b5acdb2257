/**
 * A running split as Kubernetes holds it: one annotation on the VirtualService that it is anchored at, written in the same PUT as the
 * weights, so that the two cannot disagree; the other VirtualServices that it steers name the anchor. Described in docs/objects.md.
 */
import * as z from 'zod/mini';
import { fail, ok, type Result } from '../../result.ts';
import { releaseAnnotation } from './annotation.ts';

const name = z.string().check(z.minLength(1), z.maxLength(253));
const percent = z.number().check(z.minimum(0), z.maximum(100));
const target = z.object({ version: name, host: name, subset: z.nullable(name) });

const strategy = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('canary'), percent, sticky: z.boolean() }),
  z.object({
    kind: z.literal('blue-green'),
    percent: z.union([z.literal(0), z.literal(100)]),
    header: z.nullable(z.object({ name, value: z.string() })),
  }),
  z.object({ kind: z.literal('ab'), matches: z.array(z.record(z.string(), z.json())) }),
  z.object({ kind: z.literal('mirror'), percent }),
]);

const point = z.object({
  namespace: name,
  virtualService: name,
  layer: z.enum(['http', 'tls', 'tcp']),
  key: name,
  /** What the rule said before, for a restore; null where it did not fit. */
  base: z.nullable(z.record(z.string(), z.json())),
  /** Of the rule as the last write of the split left it: tells whether somebody else changed it since. */
  hash: z.string(),
  /** Of the record whose write last changed the rule: an object whose pointer is older was not reached by it. */
  rev: z.optional(z.number()),
  /** The rule was made for the split, of the one behind it: a restore takes it off. */
  made: z.optional(z.boolean()),
});

const step = z.object({
  percent,
  /** Until the next step is due; null waits for somebody. */
  waitSeconds: z.nullable(z.number().check(z.minimum(0))),
});

export const guardSchema = z.object({
  mode: z.enum(['off', 'advise', 'auto-abort']),
  windowSeconds: z.number().check(z.minimum(10), z.maximum(3600)),
  minimumRequests: z.number().check(z.minimum(1)),
  /** Percent points that the candidate's error rate may lie above stable's. */
  errorDelta: z.number().check(z.minimum(0), z.maximum(100)),
  /** How many times stable's p95 the candidate's may be. */
  latencyRatio: z.number().check(z.minimum(1)),
  /** Who armed it, as Kubernetes names them. */
  armedBy: z.nullable(z.string()),
});

export type Guard = z.infer<typeof guardSchema>;

export const releaseSchema = z.object({
  v: z.literal(1),
  id: z.string().check(z.regex(/^[a-z0-9]{1,32}$/)),
  service: z.object({ namespace: name, name, host: name }),
  stable: target,
  candidate: target,
  strategy,
  points: z.array(point).check(z.minLength(1), z.maxLength(64)),
  plan: z.array(step),
  /** Index into the plan of the step that is reached; −1 before the first. */
  step: z.number(),
  /** How many ready pods stable had when it began. */
  stableReady: z.optional(z.number()),
  phase: z.enum(['Progressing', 'Paused', 'Aborted', 'Promoted']),
  guard: guardSchema,
  by: z.string(),
  /** RFC 3339. */
  at: z.string(),
  /** Counts the changes. */
  rev: z.number(),
});

export type Release = z.infer<typeof releaseSchema>;

/** Of a start. */
export const firstRev = 1;

/** On the other VirtualServices of a release. */
export interface ReleasePointer {
  v: 1;
  id: string;
  /** `namespace/name` of the VirtualService with the record. */
  anchor: string;
  /** Of the record that it was last written with. */
  rev?: number | undefined;
}

const pointerSchema = z.object({
  v: z.literal(1),
  id: name,
  anchor: z.string(),
  rev: z.optional(z.number()),
});

export type ReleaseMark = { kind: 'record'; release: Release } | { kind: 'pointer'; pointer: ReleasePointer };

/** Null without an annotation; the error says why one cannot be read: then the split is shown untracked, never guessed. */
export function readRelease(
  annotations: Readonly<Record<string, string>> | undefined,
): Result<ReleaseMark | null, string> {
  const text = annotations?.[releaseAnnotation];
  if (text === undefined) return ok(null);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail('it is no JSON');
  }
  const record = releaseSchema.safeParse(value);
  if (record.success) return ok({ kind: 'record', release: record.data });
  const pointer = pointerSchema.safeParse(value);
  if (pointer.success) return ok({ kind: 'pointer', pointer: pointer.data });
  const [issue] = record.error.issues;
  return fail(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a release'}`);
}

/** The newest record whose write came to an object; 0 where none did. The record itself stands in the same write as its object's rules. */
export function reachedRev(
  annotations: Readonly<Record<string, string>> | undefined,
  { id }: Pick<Release, 'id'>,
): number {
  const mark = readRelease(annotations);
  if (!mark.ok || mark.value?.kind === 'record') return Number.POSITIVE_INFINITY;
  const { pointer } = mark.value ?? {};
  return pointer?.id === id ? (pointer.rev ?? Number.POSITIVE_INFINITY) : 0;
}

/** Whether the write that last changed the rule came to its object. */
export function isReached(
  annotations: Readonly<Record<string, string>> | undefined,
  release: Pick<Release, 'id'>,
  { rev = 0 }: Pick<Release['points'][number], 'rev'>,
): boolean {
  return rev <= reachedRev(annotations, release);
}

/** A rule as the write of this revision leaves it. */
export function writtenAt<Point extends { rev?: number | undefined }>(
  point: Point,
  { before, hash, rev }: { before: string; hash: string; rev: number },
): Point & { hash: string } {
  return before === hash ? { ...point, hash } : { ...point, hash, rev };
}

export function writePointer({ id, rev }: Pick<Release, 'id' | 'rev'>, anchor: string): string {
  return JSON.stringify({ v: 1, id, anchor, rev } satisfies ReleasePointer);
}

/** What all annotations of an object may have together is 256 KiB; ours keeps to a small part. */
const mostBytes = 8 * 1024;

/** The annotation's text. Where it would grow too large, the oldest states go first: a restore is then made from the history. */
export function writeRelease(release: Release): string {
  let written = release;
  for (let at = release.points.length; ; at--) {
    const text = JSON.stringify(written);
    if (text.length <= mostBytes || at === 0) return text;
    written = {
      ...written,
      points: written.points.map((one, index) => (index === at - 1 ? { ...one, base: null } : one)),
    };
  }
}
