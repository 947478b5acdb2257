/**
 * The one way of every API request: find the route, check where it comes from, parse, find out who calls, call, respond.
 * The API is served by our own Node server and never passes through Next, so no rewrite, prefetch or middleware of a framework can reach it.
 */
import { randomBytes } from 'node:crypto';
import { momentHeader, momentText } from '#lib/api/moment.ts';
import type { RouteContract } from '#lib/api/route-contract.ts';
import type { AccessBook } from '../access/access-book.ts';
import { AppError, isAppError } from '../app-error.ts';
import { bearerCredential } from '../kubernetes/credential.ts';
import type { Log } from '../log.ts';
import type { Moments } from '../moments.ts';
import { bearerCounts, type FailureLimit } from '../session/rate-limit.ts';
import type { SessionStore } from '../session/session.ts';
import type { CostlyCalls } from './costly-calls.ts';
import type { Answer, Caller, Operation } from './operation.ts';
import { type OriginRule, requireSameOrigin } from './origin.ts';
import { problemOf } from './problem.ts';
import { checkNames, createRouteFinder, type Found } from './route-path.ts';

export interface ApiRequest {
  method: string;
  /** Path with query, as sent. */
  url: string;
  headers: Readonly<Record<string, string | undefined>>;
  address: string;
  /** What a proxy that is believed has sent with the request as its user's token; null from everybody else. */
  proxiedToken: string | null;
  /** Aborted when the caller has left before the answer. */
  left(): AbortSignal;
  /** At most `limit` bytes; rejects with "too-large". */
  readBody(limit: number): Promise<Buffer>;
}

export interface ApiResponse {
  status: number;
  headers: Record<string, string>;
  cookies: readonly string[];
  answer: Answer;
}

export interface ApiOptions {
  operations: readonly Operation[];
  sessions: SessionStore;
  access: AccessBook;
  failures: FailureLimit;
  costly: CostlyCalls;
  originRule: OriginRule;
  moments: Pick<Moments, 'now'>;
  log: Log;
  /** Told of each answer: the path of the route in the contract, null when none was found. */
  onAnswer?(route: string | null, method: string, status: number, seconds: number): void;
}

const maxBodyBytes = 1024 * 1024;
const maxLargeBodyBytes = 4 * 1024 * 1024;
/** Of somebody who is not known yet: a token of 8 KiB, with whatever surrounds it. */
const maxStrangersBodyBytes = 16 * 1024;
const securityHeaders = {
  'cache-control': 'no-store',
  vary: 'Cookie, Authorization, Accept-Encoding',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

/** Whose requests count together. Of accounts that anybody may take people are told apart by where they are. */
function userOf({ session, identity }: Caller, address: string): string {
  const isShared = session.strategy === 'anonymous' || session.strategy === 'demo';
  return isShared ? `${identity.name} at ${address}` : identity.name;
}

interface Trace {
  caller: Caller | null;
  clearCookies: boolean;
  renew: readonly string[];
}

export function createApi(options: ApiOptions): (request: ApiRequest) => Promise<ApiResponse> {
  const { operations, sessions, access, failures, costly, originRule, moments, log, onAnswer } = options;
  const find = createRouteFinder(operations);

  function checkSource(request: ApiRequest, operation: Operation): void {
    const { method, answer, body } = operation.route;
    const { origin, host, authorization } = request.headers;
    const safe = method === 'GET';
    // A bearer token is never sent by a browser on its own: nothing can be forged with it. A proxy sends one with everything.
    const byItself = authorization === undefined || request.proxiedToken !== null;
    if (!safe && byItself) requireSameOrigin({ origin, host }, originRule);
    if (answer === 'stream' && origin !== undefined) requireSameOrigin({ origin, host }, originRule);
    if (body !== null && !/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
      throw new AppError('unsupported-media-type', { detail: 'The body must be application/json.' });
    }
  }

  /** A token that came with the request itself. */
  async function byToken(strategy: 'bearer' | 'header', token: string, address: string): Promise<Caller> {
    const credential = bearerCredential(token);
    const counts = bearerCounts(address, credential);
    // Whoever was let in a moment ago is not held up by others behind the same address.
    if (!access.recognises(credential)) failures.check(counts);
    try {
      const identity = await access.identity(credential);
      return { session: { strategy, credential, oidc: null, id: '', expiresAt: null }, identity };
    } catch (error) {
      if (isAppError(error) && error.code === 'unauthenticated') failures.failed(counts);
      throw error;
    }
  }

  async function authenticate(request: ApiRequest, trace: Trace): Promise<Caller> {
    const { authorization, cookie } = request.headers;
    if (request.proxiedToken !== null) return byToken('header', request.proxiedToken, request.address);
    if (authorization !== undefined) {
      const token = /^Bearer +(.+)$/i.exec(authorization)?.[1];
      if (token === undefined)
        throw new AppError('unauthenticated', { detail: 'Only Bearer tokens are accepted.' });
      return byToken('bearer', token, request.address);
    }
    const opened = await sessions.open(cookie);
    if (opened.kind !== 'session') {
      trace.clearCookies = opened.kind === 'invalid';
      throw new AppError('unauthenticated');
    }
    try {
      const identity = await access.identity(opened.session.credential);
      trace.renew = opened.renew;
      return { session: opened.session, identity };
    } catch (error) {
      // The token is no longer good: the session is over.
      if (isAppError(error) && error.code === 'unauthenticated') trace.clearCookies = true;
      throw error;
    }
  }

  async function parseJson(request: ApiRequest, limit: number): Promise<unknown> {
    const text = (await request.readBody(limit)).toString('utf8');
    try {
      return JSON.parse(text);
    } catch {
      throw new AppError('invalid', { detail: 'The body is not JSON.' });
    }
  }

  async function answer(
    request: ApiRequest,
    { operation, parameters }: Found,
    query: string,
    requestId: string,
    trace: Trace,
  ): Promise<Answer> {
    checkSource(request, operation);
    const { access: needed, writes, body, costs, largeBody = false } = operation.route;
    if (needed === 'signed-in') trace.caller = await authenticate(request, trace);
    if (writes && trace.caller?.session.strategy === 'anonymous') {
      throw new AppError('forbidden', { detail: 'Without signing in nothing can be changed.' });
    }
    checkNames(parameters);
    const ofKnown = largeBody ? maxLargeBodyBytes : maxBodyBytes;
    const bodyLimit = needed === 'signed-in' ? ofKnown : maxStrangersBodyBytes;
    const run = async () =>
      operation.run({
        parameters,
        query: new URLSearchParams(query),
        body: body === null ? null : await parseJson(request, bodyLimit),
        caller: trace.caller,
        cookieHeader: request.headers.cookie,
        address: request.address,
        left: request.left,
        requestId,
      });
    if (costs === undefined || trace.caller === null) return run();
    return costly.run(costs, userOf(trace.caller, request.address), run, request.left());
  }

  function audit(
    request: ApiRequest,
    path: string,
    requestId: string,
    trace: Trace,
    error: unknown,
    { writes, ownAudit = false }: Pick<RouteContract, 'writes' | 'ownAudit'>,
  ) {
    const code = error === null ? undefined : isAppError(error) ? error.code : 'internal';
    if (!writes && code !== 'forbidden') return;
    if (error === null && ownAudit) return;
    log.audit({
      action: writes ? 'write' : 'denied',
      subject: trace.caller?.identity.name ?? null,
      strategy: trace.caller?.session.strategy ?? null,
      result: error === null ? 'allowed' : 'refused',
      requestId,
      address: request.address,
      method: request.method,
      path,
      code,
    });
  }

  async function respond(request: ApiRequest, told: { route: string | null }): Promise<ApiResponse> {
    const requestId = randomBytes(8).toString('hex');
    const trace: Trace = { caller: null, clearCookies: false, renew: [] };
    const [path = '', query = ''] = request.url.split(/\?(.*)/s, 2);
    // Before anything is looked at: what comes in meanwhile may be in the answer, and may not.
    const moment = momentText(moments.now());
    const base = { ...securityHeaders, 'x-request-id': requestId, [momentHeader]: moment };
    let route: Pick<RouteContract, 'writes' | 'ownAudit'> = { writes: false };
    try {
      const found = find(request.method, path);
      route = found.operation.route;
      told.route = found.operation.route.path;
      const result = await answer(request, found, query, requestId, trace);
      audit(request, path, requestId, trace, null, route);
      const own = 'cookies' in result ? (result.cookies ?? []) : [];
      const status = result.kind === 'onward' ? result.status : result.kind === 'empty' ? 204 : 200;
      return { status, headers: base, cookies: own.length > 0 ? own : trace.renew, answer: result };
    } catch (error) {
      audit(request, path, requestId, trace, error, route);
      if (isAppError(error) && error.code === 'unauthenticated' && trace.caller !== null) {
        // Kubernetes knew the credential a moment ago and does not any more: the session is over, for every tab that has it.
        access.forget(trace.caller.session.credential);
        trace.clearCookies = request.headers.authorization === undefined;
      }
      if (!isAppError(error)) log.error({ requestId, error: error }, 'request failed');
      const { problem, headers } = problemOf(error, requestId);
      return {
        status: problem.status,
        headers: { ...base, ...headers },
        cookies: trace.clearCookies ? sessions.clear(request.headers.cookie) : [],
        answer: { kind: 'json', body: problem },
      };
    }
  }

  return async (request) => {
    const startedAt = performance.now();
    const told = { route: null };
    const response = await respond(request, told);
    onAnswer?.(told.route, request.method, response.status, (performance.now() - startedAt) / 1000);
    return response;
  };
}
