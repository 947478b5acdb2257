/**
 * Calls to the Kubernetes API over a few shared keep-alive connections: client-node's generated clients open a new TLS connection each.
 * Three pools, so that watches cannot starve calls and a user's call never travels on a connection that carries the console's certificate.
 */
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Agent, type Dispatcher } from 'undici';
import { isRecord } from '#lib/record.ts';
import { AppError } from '../app-error.ts';
import { fieldManager, userAgent } from '../version.ts';
import type { Credential, UserCredential } from './credential.ts';
import type { ClusterConnection } from './kubeconfig.ts';
import type { ApiPath } from './paths.ts';
import { createProxied, type Proxied } from './proxied.ts';
import { resources } from './resources.ts';
import { fromStatus, fromTransport, notKubernetes } from './translate.ts';

export interface Call {
  /** PATCH is a merge patch: only for objects of other controllers, whose own tools act that way; Istio's lists it would replace whole. */
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: ApiPath;
  query?: Readonly<Record<string, string>>;
  body?: object;
  /** What the answer may be; JSON when absent. */
  accept?: string;
  timeoutMs?: number;
  maxBytes?: number;
  signal?: AbortSignal;
}

/** For `accept` of a list: names and labels without what the objects hold. */
export const metadataOnly =
  'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json';

export interface WriteCall {
  /** PATCH is a merge patch: of labels alone. */
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: ApiPath;
  body: object;
  /** Everything is checked, webhooks included, and nothing is kept. */
  dryRun: boolean;
}

export interface WriteAnswer {
  status: number;
  /** An object, or a Status. */
  body: Readonly<Record<string, unknown>>;
  /** Texts of the Warning headers. */
  warnings: string[];
}

export interface KubernetesClient {
  /** The answer's JSON. Rejects with AppError. */
  call(call: Call, credential: Credential): Promise<unknown>;
  /**
   * A change asked for by a user, or by the guard of splits with the console's own account: what the API server said, whatever it
   * was, for its words are what people need to read.
   * Rejects with AppError only when nothing, or no Kubernetes, answered.
   */
  write(call: WriteCall, credential: Credential): Promise<WriteAnswer>;
  /** A list call of the console's own account that may last long; on the connections kept for watches. */
  list(path: ApiPath, query: Readonly<Record<string, string>>, signal: AbortSignal): Promise<unknown>;
  /** The lines of a watch, as they come. Rejects with AppError when it cannot start. */
  watch(path: ApiPath, query: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Readable>;
  /** A container's log as it grows, with the rights of its reader. Rejects with AppError when it cannot start. */
  followLog(
    path: ApiPath,
    query: Readonly<Record<string, string>>,
    credential: UserCredential,
    signal: AbortSignal,
  ): Promise<Readable>;
  /** A Service behind the API server's proxy. Rejects with AppError when nothing answers. */
  proxied: Proxied;
  close(): Promise<void>;
}

const unzip = promisify(gunzip);
const defaultTimeoutMs = 15_000;
const defaultMaxBytes = 64 * 1024 * 1024;
/** The API server gives webhooks up to 30 s, and itself a little more. */
const writeTimeoutMs = 40_000;
const maxWriteAnswerBytes = 4 * 1024 * 1024;
const maxWarnings = 20;

/** A watch for each kind holds one for as long as it lives; one more lists anew. A followed log holds one as well. */
export const connections = {
  watches: Object.keys(resources).length + 1,
  console: 3,
  users: 12,
  logs: 64,
  tools: 24,
};

/** Told of each answer of Kubernetes, null when there was none. */
export type OnKubernetesAnswer = (
  account: 'console' | 'user',
  method: Call['method'],
  status: number | null,
  seconds: number,
) => void;

export function createKubernetesClient(
  connection: ClusterConnection,
  onAnswer?: OnKubernetesAnswer,
): KubernetesClient {
  const keepAlive = { keepAlive: true, keepAliveInitialDelay: 30_000, timeout: 10_000 };
  // HTTP/1.1: over HTTP/2 kube-apiserver says GOAWAY to whoever it does not know (UnauthenticatedHTTP2DOSMitigation), and with one
  // connection all that is under way for others would fail.
  const users = new Agent({
    connections: connections.users,
    allowH2: false,
    connect: { ...keepAlive, ...connection.serverTls },
  });
  // A log is silent for as long as nothing is written.
  const logs = new Agent({
    connections: connections.logs,
    allowH2: false,
    connect: { ...keepAlive, ...connection.serverTls },
    bodyTimeout: 0,
  });
  // A page of a tool asks for many files at once: people's own calls do not wait for them.
  const tools = new Agent({
    connections: connections.tools,
    allowH2: false,
    connect: { ...keepAlive, ...connection.serverTls },
  });
  const own = { ...keepAlive, ...connection.serverTls, ...connection.clientTls };
  const consoles = new Agent({ connections: connections.console, connect: own });
  // A watch is silent for as long as nothing happens: its reflector decides when that is too long.
  const watches = new Agent({ connections: connections.watches, connect: own, bodyTimeout: 0 });
  const prefix = connection.server.pathname.replace(/\/$/, '');

  async function headersOf(credential: Credential): Promise<Record<string, string>> {
    const headers: Record<string, string> = {
      accept: 'application/json',
      'user-agent': userAgent,
    };
    if (credential.kind === 'bearer') headers.authorization = `Bearer ${credential.token}`;
    if (credential.kind === 'console') {
      const authorization = await connection.authorization();
      if (authorization !== null) headers.authorization = authorization;
    }
    return headers;
  }

  async function send(
    agent: Agent,
    call: Call,
    credential: Credential,
    signal: AbortSignal,
  ): Promise<Dispatcher.ResponseData> {
    const response = await ask(agent, call, credential, signal);
    if (response.statusCode >= 200 && response.statusCode < 300) return response;
    await response.body.dump({ limit: 64 * 1024 }).catch(() => undefined);
    const retryAfter = response.headers['retry-after'];
    throw fromStatus(response.statusCode, Array.isArray(retryAfter) ? retryAfter[0] : retryAfter);
  }

  async function ask(
    agent: Agent,
    call: Call,
    credential: Credential,
    signal: AbortSignal,
  ): Promise<Dispatcher.ResponseData> {
    if (call.method === 'DELETE' && call.path.scope !== 'object') {
      throw new AppError('invalid', { detail: 'A collection is never deleted.' });
    }
    const headers = await headersOf(credential);
    if (call.accept !== undefined) headers.accept = call.accept;
    const query = new URLSearchParams(call.query);
    // A packed stream would be held back until a block is full.
    if (!query.has('watch') && !query.has('follow')) headers['accept-encoding'] = 'gzip';
    if (call.body !== undefined) {
      headers['content-type'] = call.method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
      if (call.path.scope !== 'fixed' && call.method !== 'DELETE') query.set('fieldManager', fieldManager);
    }
    const search = query.size > 0 ? `?${query}` : '';
    // undici follows no redirect unless it is told to: a 3xx is handled as a failure below.
    const startedAt = performance.now();
    let status: number | null = null;
    try {
      const response = await agent.request({
        origin: connection.server.origin,
        path: `${prefix}${call.path.text}${search}`,
        method: call.method,
        headers,
        body: call.body === undefined ? null : JSON.stringify(call.body),
        signal,
      });
      status = response.statusCode;
      return response;
    } finally {
      const account = credential.kind === 'console' ? 'console' : 'user';
      onAnswer?.(account, call.method, status, (performance.now() - startedAt) / 1000);
    }
  }

  async function json(agent: Agent, call: Call, credential: Credential): Promise<unknown> {
    const deadline = AbortSignal.timeout(call.timeoutMs ?? defaultTimeoutMs);
    const signal = call.signal === undefined ? deadline : AbortSignal.any([deadline, call.signal]);
    try {
      const response = await send(agent, call, credential, signal);
      return await readJson(response, call.maxBytes ?? defaultMaxBytes);
    } catch (error) {
      throw fromTransport(error);
    }
  }

  return {
    call: (call, credential) => json(credential.kind === 'console' ? consoles : users, call, credential),
    write: async ({ method, path, body, dryRun }, credential) => {
      try {
        const query = dryRun ? { dryRun: 'All' } : undefined;
        // A deletion with a body has its options there alone: the API server then reads none from the query, and would delete
        // (DeleteResource in k8s.io/apiserver/pkg/endpoints/handlers/delete.go).
        const sent = dryRun && method === 'DELETE' ? { ...body, dryRun: ['All'] } : body;
        const signal = AbortSignal.timeout(writeTimeoutMs);
        const agent = credential.kind === 'console' ? consoles : users;
        const response = await ask(agent, { method, path, body: sent, query }, credential, signal);
        const { statusCode: status, headers } = response;
        const answer = await readJson(response, maxWriteAnswerBytes);
        // A redirect, or an answer that is no object, is not Kubernetes'.
        if ((status >= 300 && status < 400) || !isRecord(answer)) throw notKubernetes();
        return { status, body: answer, warnings: warningTexts(headers.warning) };
      } catch (error) {
        throw fromTransport(error);
      }
    },
    list: (path, query, signal) =>
      json(watches, { method: 'GET', path, query, signal, timeoutMs: 60_000 }, { kind: 'console' }),
    watch: async (path, query, signal) => {
      try {
        const call: Call = { method: 'GET', path, query: { ...query, watch: '1' } };
        const response = await send(watches, call, { kind: 'console' }, signal);
        if (response.headers['content-encoding'] !== undefined) throw notKubernetes();
        return response.body;
      } catch (error) {
        throw fromTransport(error);
      }
    },
    followLog: async (path, query, credential, signal) => {
      try {
        const call: Call = { method: 'GET', path, query, accept: 'text/plain, */*' };
        const response = await send(logs, call, credential, signal);
        const type = String(response.headers['content-type'] ?? '');
        if (type.startsWith('text/plain')) return response.body;
        response.body.on('error', () => undefined).destroy();
        throw notKubernetes();
      } catch (error) {
        throw fromTransport(error);
      }
    },
    proxied: createProxied(
      tools,
      { origin: connection.server.origin, prefix, userAgent },
      (method, status, seconds) => onAnswer?.('user', method, status, seconds),
    ),
    close: async () => {
      await Promise.all([users, consoles, watches, logs, tools].map((agent) => agent.destroy()));
    },
  };
}

/** `299 - "text"`, as RFC 7234 has it; the API server sends one header a warning. */
function warningTexts(header: string | string[] | undefined): string[] {
  const lines = header === undefined ? [] : Array.isArray(header) ? header : [header];
  const texts = lines.flatMap((line) =>
    [...line.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) =>
      text.replaceAll(/\\(.)/g, '$1'),
    ),
  );
  return [...new Set(texts)].slice(0, maxWarnings).map((text) => text.slice(0, 1000));
}

/** Reads at most so many bytes, packed and unpacked: an endless or exploding answer is an error, not a death. */
async function readJson(response: Dispatcher.ResponseData, maxBytes: number): Promise<unknown> {
  const type = String(response.headers['content-type'] ?? '');
  if (!type.startsWith('application/json')) {
    // Destroying emits an error that nobody else would take.
    response.body.on('error', () => undefined).destroy();
    throw notKubernetes();
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw new AppError('too-large', {
        detail: 'The answer of Kubernetes is larger than the console reads.',
      });
    }
    chunks.push(chunk);
  }
  let body = Buffer.concat(chunks);
  try {
    if (response.headers['content-encoding'] === 'gzip')
      body = await unzip(body, { maxOutputLength: maxBytes });
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw notKubernetes();
  }
}
