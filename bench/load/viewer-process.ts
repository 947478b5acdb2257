/**
 * A process of its own that looks at the graph as many browsers do: each asks every so often, at its own time and whether or not the
 * answer before has come, and some hold the event stream open. Takes numbers of viewers by line, writes what happened as a line a second.
 */
import { readFileSync } from 'node:fs';
import { Agent, type IncomingMessage, request } from 'node:http';
import { createInterface } from 'node:readline';
import { setTimeout as later } from 'node:timers/promises';
import { apiRoutes } from '#lib/client/address/routes.ts';
import { graphPath, graphQueryOf } from '#lib/client/queries/graph-query.ts';
import { reconnectDelayMs } from '#lib/client/stream/connection.ts';
import type { ViewerLine, ViewerSettings } from './viewers.ts';

const settings = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as ViewerSettings;
const { url, tokens, everyMs, rampMs } = settings;
// A page of the graph as it opens.
const view = {
  namespaces: null,
  type: 'versioned-app',
  serviceNodes: false,
  window: '60s',
  at: null,
} as const;
const path = graphPath(view);
const streamPath = apiRoutes.stream([graphQueryOf(view)]);
const agent = new Agent({ keepAlive: true });
/** So long without an event a browser takes its stream for dead (lib/client/stream/connection.ts). */
const silenceMs = 40_000;
/** Nobody waits longer. */
const patienceMs = 60_000;
const signInAttempts = 5;

function emptyLine(): ViewerLine {
  return { reads: [], signedIn: 0, signInFailures: 0, opened: 0, cuts: 0, refusals: 0, events: 0, lateMs: 0 };
}
let line = emptyLine();
let openStreams = 0;
let wanted = 0;
let running = 0;

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  bytes: number;
}

const noAnswer: Answer = { status: 0, headers: {}, bytes: 0 };

function ask(
  method: string,
  where: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Promise<Answer> {
  return new Promise((resolve) => {
    const sent = request(new URL(where, url), { method, agent, headers, timeout: patienceMs }, (answer) => {
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes }));
      answer.on('error', () => resolve(noAnswer));
    });
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => resolve(noAnswer));
    sent.end(body);
  });
}

/** The session's cookies; null when that does not work. */
async function signIn(token: string): Promise<string | null> {
  const headers = { origin: url, 'content-type': 'application/json', accept: 'application/json' };
  for (let attempt = 0; attempt < signInAttempts; attempt += 1) {
    const body = JSON.stringify({ strategy: 'token', token });
    const answer = await ask('POST', '/api/v1/session', headers, body);
    const cookies = answer.headers['set-cookie']?.map((one) => one.split(';')[0]).join('; ');
    if (answer.status === 200 && cookies !== undefined) return cookies;
    line.signInFailures += 1;
    await later(2000);
  }
  return null;
}

function follow(cookie: string): void {
  let attempt = 0;
  const again = (): void => {
    setTimeout(open, reconnectDelayMs(attempt, Math.random()));
    attempt += 1;
  };
  function open(): void {
    let isOpen = false;
    let isOver = false;
    const over = (): void => {
      if (isOver) return;
      isOver = true;
      if (isOpen) {
        openStreams -= 1;
        line.cuts += 1;
      } else line.refusals += 1;
      again();
    };
    const headers = { cookie, accept: 'text/event-stream' };
    const sent = request(new URL(streamPath, url), { agent, headers, timeout: silenceMs }, (answer) => {
      if (answer.statusCode !== 200) {
        answer.resume();
        over();
        return;
      }
      isOpen = true;
      attempt = 0;
      openStreams += 1;
      line.opened += 1;
      answer.on('data', (chunk: Buffer) => {
        for (let at = chunk.indexOf('event:'); at !== -1; at = chunk.indexOf('event:', at + 1))
          line.events += 1;
      });
      answer.on('close', over);
      answer.on('error', over);
    });
    sent.on('timeout', () => sent.destroy());
    sent.on('error', over);
    sent.end();
  }
  open();
}

async function look(cookie: string, dueMs: number, known: { etag: string | undefined }): Promise<void> {
  const headers = {
    cookie,
    accept: 'application/json',
    'accept-encoding': 'gzip, deflate, br',
    ...(known.etag === undefined ? {} : { 'if-none-match': known.etag }),
  };
  const { status, headers: got, bytes } = await ask('GET', path, headers);
  if (status === 200) known.etag = got.etag;
  line.reads.push([dueMs, Date.now() - dueMs, status, bytes]);
}

async function live(index: number): Promise<void> {
  const token = tokens[index % tokens.length] ?? '';
  const cookie = await signIn(token);
  if (cookie === null) return;
  line.signedIn += 1;
  // Of those who share a credential two in five: a person may hold six streams.
  if ((Math.floor(index / tokens.length) + index) % 5 < 2) follow(cookie);
  const known = { etag: undefined };
  // At the same times whenever it came, so that the questions lie evenly.
  let dueMs = Math.ceil(Date.now() / everyMs) * everyMs + ((index * 7919) % everyMs);
  for (;;) {
    await later(Math.max(0, dueMs - Date.now()));
    line.lateMs = Math.max(line.lateMs, Date.now() - dueMs);
    void look(cookie, dueMs, known);
    dueMs += everyMs;
  }
}

setInterval(() => {
  process.stdout.write(`${JSON.stringify({ ...line, openStreams })}\n`);
  line = emptyLine();
}, 1000);

createInterface({ input: process.stdin })
  .on('line', (text) => {
    wanted = Number(text);
    const coming = wanted - running;
    for (let nth = 0; nth < coming; nth += 1) {
      const index = running;
      running += 1;
      setTimeout(() => void live(index), (nth / coming) * rampMs);
    }
  })
  // Whoever started it is gone.
  .on('close', () => process.exit(0));
