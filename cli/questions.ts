/** The JSON lines of `--requests`, each checked before the first is answered. */
import { z } from 'zod/mini';
import type { RouteRequest } from '#lib/istio/routing/types.ts';
import { UsageError } from './exit.ts';
import { readSources } from './source-files.ts';

export interface Question {
  id: string | number;
  request: RouteRequest;
  /** A subset of the answer; undefined when nothing is expected. */
  expect: unknown;
}

const texts = z.record(z.string(), z.string());
const sender = z.strictObject({ namespace: z.string().check(z.minLength(1)), labels: z.optional(texts) });

const line = z.strictObject({
  id: z.optional(z.union([z.string(), z.number()])),
  from: z.optional(sender),
  gateway: z.optional(sender),
  protocol: z.optional(z.enum(['http', 'https', 'tls', 'tcp'])),
  host: z.string().check(z.minLength(1)),
  port: z.int().check(z.minimum(1), z.maximum(65_535)),
  method: z.optional(z.string()),
  path: z.optional(z.string()),
  headers: z.optional(texts),
  address: z.optional(z.string()),
  expect: z.optional(z.looseObject({})),
});

export function readQuestions(file: string): Question[] {
  const [source] = readSources([file]);
  if (typeof source?.text !== 'string')
    throw new UsageError(`--requests ${file}: ${source?.problem ?? 'is empty'}`);
  const questions = source.text.split('\n').flatMap((text, index) => {
    if (text.trim() === '') return [];
    return [readLine(text, `--requests ${file}:${index + 1}`, index + 1)];
  });
  if (questions.length === 0)
    throw new UsageError(`--requests ${file} holds no request: write one JSON object a line`);
  return questions;
}

function readLine(text: string, place: string, number: number): Question {
  const { id = number, from, gateway, expect, ...request } = parseLine(text, place);
  const [sent, ...more] = [from, gateway].filter((one) => one !== undefined);
  if (!sent || more.length > 0)
    throw new UsageError(`${place}: say who sends it, with one of from and gateway`);
  const { namespace, labels = {} } = sent;
  const type = gateway ? ('gateway' as const) : ('sidecar' as const);
  return { id, request: { ...request, from: { type, namespace, labels } }, expect };
}

function parseLine(text: string, place: string): z.infer<typeof line> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${place}: no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = line.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(
    `${place}: ${issue?.path.join('.') || 'request'}: ${issue?.message ?? 'not as expected'}`,
  );
}
