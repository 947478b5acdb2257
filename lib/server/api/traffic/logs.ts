/** Logs of a pod's container: read with the caller's own credential, so Kubernetes decides ("get pods/log"). */
import type { Readable } from 'node:stream';
import { routes } from '#lib/api/routes.ts';
import { AppError, isAppError } from '../../app-error.ts';
import { type Caller, defineOperation, type Operation } from '../../http/operation.ts';
import { credentialKey } from '../../kubernetes/credential.ts';
import { podLogPath } from '../../kubernetes/paths.ts';
import { connections } from '../../kubernetes/rest.ts';
import { sendLog } from '../../logs/followed-log.ts';
import { createLogLines } from '../../logs/log-lines.ts';
import type { Services } from '../../services.ts';

/** Followed at once by one person; a replica holds as many as it has connections for them, save a few to look without following. */
const perUser = 8;
const perReplica = connections.logs - 8;
const limitBytes = 4 * 1024 * 1024;
const patienceMs = 15_000;

interface Question {
  container: string;
  tail: number;
  sinceSeconds?: number | undefined;
  previous: boolean;
}

function questionOf({ container, tail, sinceSeconds, previous }: Question): Record<string, string> {
  return {
    container,
    timestamps: 'true',
    tailLines: String(tail),
    limitBytes: String(limitBytes),
    ...(sinceSeconds === undefined ? {} : { sinceSeconds: String(sinceSeconds) }),
    ...(previous ? { previous: 'true' } : {}),
  };
}

export function logOperations({ kubernetes, clock }: Services): Operation[] {
  const followed = new Map<string, number>();
  let all = 0;

  async function open(
    { namespace, name }: { namespace: string; name: string },
    query: Record<string, string>,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<Readable> {
    try {
      return await kubernetes.followLog(
        podLogPath(namespace, name),
        query,
        caller.session.credential,
        signal,
      );
    } catch (error) {
      if (!isAppError(error) || error.code !== 'forbidden') throw error;
      const missing = { verb: 'get', group: '', resource: 'pods/log', namespace };
      throw new AppError(
        'forbidden',
        { detail: 'Reading the log of a pod needs "get" on "pods/log".', missing },
        error,
      );
    }
  }

  function admit(caller: Caller): () => void {
    const key = credentialKey(caller.session.credential);
    const own = followed.get(key) ?? 0;
    if (own >= perUser || all >= perReplica) {
      throw new AppError('too-many-requests', { detail: 'Too many followed logs.', retryAfterSeconds: 10 });
    }
    all += 1;
    followed.set(key, own + 1);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      all -= 1;
      const rest = (followed.get(key) ?? 1) - 1;
      if (rest === 0) followed.delete(key);
      else followed.set(key, rest);
    };
  }

  return [
    defineOperation(routes.podLogs, async ({ parameters, query, caller }) => {
      const log = await open(parameters, questionOf(query), caller, AbortSignal.timeout(patienceMs));
      const reader = createLogLines();
      const lines = [];
      for await (const chunk of log) for (const line of reader.add(chunk)) lines.push(line);
      for (const line of reader.rest()) lines.push(line);
      return { kind: 'json', body: { lines } };
    }),
    defineOperation(routes.podLogStream, async ({ parameters, query, caller }) => {
      const leave = admit(caller);
      const ending = new AbortController();
      const { limitBytes: _, ...question } = questionOf(query);
      try {
        const log = await open(parameters, { ...question, follow: 'true' }, caller, ending.signal);
        return {
          kind: 'stream',
          open: (sink) => {
            const stop = sendLog(log, sink, clock);
            return () => {
              stop();
              ending.abort();
              leave();
            };
          },
        };
      } catch (error) {
        leave();
        throw error;
      }
    }),
  ];
}
