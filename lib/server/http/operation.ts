/** One operation of the API: a route of the contract with what answers it. Parsing happens here, so that handlers see typed values only. */
import * as z from 'zod/mini';
import type { RouteContract } from '#lib/api/route-contract.ts';
import type { Identity } from '../access/reviews.ts';
import { AppError } from '../app-error.ts';
import type { Session } from '../session/session.ts';
import type { Block } from './block.ts';

export interface Caller {
  session: Session;
  identity: Identity;
}

/** One end of an event stream. */
export interface StreamSink {
  /** Sends, or ends the stream when the reader does not keep up. */
  write(block: Block): void;
  /** Sends, unless the reader is behind with what was sent before: then false. For what can be left out. */
  offer(block: Block): boolean;
  close(): void;
}

export type OnwardStatus = 303 | 400 | 401 | 403 | 413 | 429 | 500 | 503;

export type Answer =
  | { kind: 'json'; body: object; cookies?: readonly string[] }
  | { kind: 'empty'; cookies?: readonly string[] }
  /** A browser that came by itself is sent on; other than 303, with a page that goes there and says nothing of its own. */
  | { kind: 'onward'; location: string; status: OnwardStatus; cookies?: readonly string[] }
  /** Compressed once and shared by equal callers. */
  | { kind: 'packed'; etag: string; gzip: Buffer }
  /** `open` is called once the answer has started, and returns what to do when it ends. */
  | { kind: 'stream'; open(sink: StreamSink): () => void };

export interface OperationInput {
  /** Names from the path, checked. */
  parameters: Readonly<Record<string, string>>;
  query: URLSearchParams;
  body: unknown;
  /** Null only on public routes. */
  caller: Caller | null;
  cookieHeader: string | undefined;
  /** Address of the peer. */
  address: string;
  /** Aborted when the caller has left before the answer: what is asked for them alone need not go on. */
  left(): AbortSignal;
  requestId: string;
}

export interface Operation {
  route: RouteContract;
  /** Rejects with AppError. */
  run(input: OperationInput): Promise<Answer>;
}

type ParameterNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterNames<Rest>
  : never;

type Infer<S> = S extends z.ZodMiniType ? z.output<S> : null;
type CallerOf<R extends RouteContract> = R['access'] extends 'public' ? null : Caller;

export interface OperationCall<R extends RouteContract> {
  parameters: Readonly<Record<ParameterNames<R['path']>, string>>;
  query: Infer<R['query']>;
  body: Infer<R['body']>;
  caller: CallerOf<R>;
  cookieHeader: string | undefined;
  address: string;
  left(): AbortSignal;
  requestId: string;
}

function fieldErrors(error: z.core.$ZodError): { field: string; message: string }[] {
  return error.issues.slice(0, 20).map((issue) => ({
    field: `/${issue.path.map(String).join('/')}`,
    message: issue.message.slice(0, 200),
  }));
}

/** Of the text after a question mark. Throws "invalid". */
export function parseQuery<S extends z.ZodMiniObject>(schema: S, query: URLSearchParams): z.output<S>;
export function parseQuery(schema: z.ZodMiniObject | null, query: URLSearchParams): unknown;
export function parseQuery(schema: z.ZodMiniObject | null, query: URLSearchParams): unknown {
  const known = Object.keys(schema?.shape ?? {});
  const errors = [...new Set(query.keys())].flatMap((name) => {
    const field = name.slice(0, 80);
    if (!known.includes(name)) return [{ field, message: 'unknown parameter' }];
    return query.getAll(name).length > 1 && !isList(schema?.shape[name])
      ? [{ field, message: 'given more than once' }]
      : [];
  });
  if (errors.length > 0) throw new AppError('invalid', { detail: 'The query is not valid.', errors });
  if (schema === null) return null;
  const given = [...new Set(query.keys())].map((name) => [
    name,
    isList(schema.shape[name]) ? query.getAll(name) : query.get(name),
  ]);
  const parsed = schema.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const fields = fieldErrors(parsed.error).map((one) => ({ ...one, field: one.field.slice(1) }));
  throw new AppError('invalid', { detail: 'The query is not valid.', errors: fields });
}

/** A parameter that may be given several times. */
function isList(schema: z.core.$ZodType | undefined): boolean {
  const inner = schema instanceof z.ZodMiniOptional ? schema.def.innerType : schema;
  return inner instanceof z.ZodMiniArray;
}

function parseBody(schema: z.ZodMiniType | null, body: unknown): unknown {
  if (schema === null) return null;
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new AppError('invalid', { detail: 'The body is not valid.', errors: fieldErrors(parsed.error) });
}

export function defineOperation<const R extends RouteContract>(
  route: R,
  handle: (call: OperationCall<R>) => Promise<Answer> | Answer,
): Operation {
  return {
    route,
    run: async ({ parameters, query, body, caller, ...rest }) => {
      if (route.access === 'signed-in' && caller === null) throw new AppError('unauthenticated');
      return handle({
        ...rest,
        // The path and the schemas of this very route produced the values, and the line above made sure of the caller.
        parameters: parameters as OperationCall<R>['parameters'],
        query: parseQuery(route.query, query) as Infer<R['query']>,
        body: parseBody(route.body, body) as Infer<R['body']>,
        caller: (route.access === 'public' ? null : caller) as CallerOf<R>,
      });
    },
  };
}
