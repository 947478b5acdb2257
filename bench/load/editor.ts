/**
 * Someone who changes one object again and again as the browser's editor does: reads it, tries the change, applies it by the stream, and
 * where the answer breaks off reads until the object tells (lib/client/changes/settle.ts). Never sends a write twice.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as later } from 'node:timers/promises';
import { parseDocument } from 'yaml';
import type {
  ApplyAnswer,
  Change,
  ConfigurationObject,
  DryRunAnswer,
  WriteOutcome,
} from '#lib/api/configuration/configuration.ts';
import { apiRoutes, type KindName } from '#lib/client/address/routes.ts';
import { errorFromAnswer } from '#lib/client/call/api-client.ts';
import { ApiError } from '#lib/client/call/api-error.ts';
import { brokenAnswer, mayBeApplied, nothingKnown, settledAnswer } from '#lib/client/changes/settle.ts';
import { createEventFrames } from '#lib/client/stream/event-frames.ts';
import type { Write } from './writes.ts';

export interface EditorPlace {
  url: string;
  token: string;
  object: KindName;
  /** The value in Kubernetes, read past the console; null when it cannot be read. */
  truth(): Promise<string | null>;
}

export interface Editor {
  signIn(): Promise<void>;
  /** One change to another value; `dueMs` is told back with it. */
  edit(value: string, dueMs: number, due: number): Promise<Write>;
}

/** What is changed: every value of it is a good one. */
export const editedField = ['spec', 'http', 0, 'timeout'] as const;
const settleMs = 1500;
const settlePatienceMs = 120_000;

class Refused extends Error {}

export function createEditor({ url, token, object, truth }: EditorPlace): Editor {
  let cookie = '';

  async function ask(path: string, body?: object): Promise<Response> {
    const answer = await fetch(`${url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      redirect: 'error',
      headers: {
        accept: 'application/json',
        cookie,
        ...(body === undefined ? {} : { origin: url, 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    }).catch(() => {
      throw new ApiError('network', 0);
    });
    if (!answer.ok) throw errorFromAnswer(answer.status, await answer.json().catch(() => undefined));
    return answer;
  }

  async function json<T>(path: string, body?: object): Promise<T> {
    const answer = await ask(path, body);
    return (await answer.json().catch(() => {
      throw new ApiError('network', 0);
    })) as T;
  }

  const read = () => json<ConfigurationObject>(apiRoutes.configurationObject(object));

  async function applyFollowed(changes: readonly Change[]): Promise<ApplyAnswer> {
    const attempt = randomBytes(16).toString('hex');
    const answer = await ask(apiRoutes.applyChangesStream(), { changes, reason: 'bench', attempt });
    const text = await answer.text().catch(() => {
      throw new ApiError('network', 0);
    });
    const end = createEventFrames()(text).find(({ event }) => event === 'end');
    if (end === undefined) throw new ApiError('network', 0);
    return JSON.parse(end.data) as ApplyAnswer;
  }

  /** As settleByReading, with an end. */
  async function settle(changes: readonly Change[], answer: ApplyAnswer): Promise<ApplyAnswer> {
    const untilMs = Date.now() + settlePatienceMs;
    for (;;) {
      const reading = await read().catch((error: unknown) =>
        error instanceof ApiError && error.code === 'not-found' ? ('gone' as const) : null,
      );
      const settled = settledAnswer(changes, answer, [reading]);
      if (settled.changes.every(({ refusal }) => refusal !== 'unknown') || Date.now() > untilMs)
        return settled;
      await later(settleMs);
    }
  }

  async function drafted(value: string): Promise<Change[]> {
    const { text, resourceVersion } = await read().catch(at('read'));
    const document = parseDocument(text);
    document.setIn(editedField, value);
    return [{ op: 'update', ...object, text: String(document), base: text, resourceVersion }];
  }

  async function write(value: string): Promise<Pick<Write, 'told' | 'reason' | 'wasUnclear'>> {
    const changes = await drafted(value);
    const tried = await json<DryRunAnswer>(apiRoutes.dryRunChanges(), { changes }).catch(at('dry run'));
    const verdict = tried.changes.find(({ accepted }) => !accepted);
    if (verdict !== undefined) throw new Refused(`dry run: ${verdict.refusal}`);
    let wasUnclear = false;
    let answer = await applyFollowed(changes).catch((error: unknown) => {
      if (!mayBeApplied(error)) return at('apply')(error);
      wasUnclear = true;
      return brokenAnswer(changes, nothingKnown);
    });
    if (answer.changes.some(({ refusal }) => refusal === 'unknown')) {
      wasUnclear = true;
      answer = await settle(changes, answer);
    }
    return { ...toldBy(answer.changes[0]), wasUnclear };
  }

  return {
    signIn: async () => {
      const answer = await ask('/api/v1/session', { strategy: 'token', token });
      await answer.arrayBuffer();
      cookie = answer.headers
        .getSetCookie()
        .map((one) => one.split(';')[0])
        .join('; ');
    },
    edit: async (value, dueMs, due) => {
      const before = await truth();
      const outcome = await write(value).catch((error: unknown) => {
        if (!(error instanceof Refused)) throw error;
        return { told: 'refused' as const, reason: error.message, wasUnclear: false };
      });
      return { ...outcome, dueMs, tookMs: Date.now() - due, wanted: value, before, after: await truth() };
    },
  };
}

function at(step: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof ApiError)) throw error;
    throw new Refused(`${step}: ${error.code} ${error.status}`);
  };
}

function toldBy(outcome: WriteOutcome | undefined): Pick<Write, 'told' | 'reason'> {
  if (outcome?.state === 'written') return { told: 'written', reason: '' };
  const reason = `apply: ${outcome?.refusal ?? 'no outcome'}`;
  return { told: outcome === undefined || outcome.refusal === 'unknown' ? 'unsettled' : 'refused', reason };
}
