/** What the API server said of a write, as the contract tells it: in its own words, with the places of the text that it means. */
import type { TryVerdict } from '#lib/api/configuration/configuration.ts';
import type { WriteRefusal } from '#lib/api/configuration/configuration-words.ts';
import { pathOfField } from '#lib/istio/checks/objects/soundness.ts';
import { kindId } from '#lib/istio/kinds/registry.ts';
import { isRecord } from '#lib/record.ts';
import { isAppError } from '../app-error.ts';
import { quotedWords } from '../kubernetes/quoted-words.ts';
import type { WriteAnswer } from '../kubernetes/rest.ts';
import type { Draft } from './draft.ts';

const maxCauses = 100;
const denied = /admission webhook "([^"]{1,253})" denied the request/;
const unheard = /failed calling webhook "([^"]{1,253})"/;
/** Go's words for the call that failed: the address is the Service of the webhook's clientConfig. */
const called = /(?:Post|POST) "https:\/\/([a-z0-9-]{1,63}\.[a-z0-9-]{1,63})\.svc[.:/?"]/;

export function acceptedVerdict({ change, target }: Draft, warnings: string[] = []): TryVerdict {
  return {
    kind: kindId(target.kind),
    namespace: target.namespace,
    name: target.name,
    op: change.op,
    accepted: true,
    refusal: null,
    message: null,
    webhook: null,
    webhookService: null,
    causes: [],
    warnings,
    missing: null,
  };
}

export function refusedVerdict(
  draft: Draft,
  refusal: WriteRefusal,
  more: Partial<Omit<TryVerdict, 'accepted' | 'refusal'>> = {},
): TryVerdict {
  return { ...acceptedVerdict(draft), ...more, accepted: false, refusal };
}

export function missingRight({ target }: Draft, verb: string): TryVerdict['missing'] {
  return { verb, group: target.kind.group, resource: target.kind.plural, namespace: target.namespace };
}

export function verdictOf(draft: Draft, { status, body, warnings }: WriteAnswer): TryVerdict {
  if (status >= 200 && status < 300) return acceptedVerdict(draft, warnings);
  const message = quotedWords(body.message);
  const spoke = denied.exec(message ?? '')?.[1] ?? null;
  const silent = spoke === null ? (unheard.exec(message ?? '')?.[1] ?? null) : null;
  const refusal =
    spoke !== null ? 'webhook' : silent !== null ? 'webhook-away' : refusalOf(status, body, message);
  return refusedVerdict(draft, refusal, {
    message,
    webhook: spoke ?? silent,
    webhookService: silent === null ? null : (called.exec(message ?? '')?.[1] ?? null),
    warnings,
    causes: causesOf(draft, body.details),
    missing: refusal === 'rights' ? missingRight(draft, draft.change.op) : null,
  });
}

function refusalOf(status: number, { reason }: WriteAnswer['body'], message: string | null): WriteRefusal {
  // Quotas and other admission plugins say 403 as well; only the authorizer speaks of verbs.
  if (status === 403)
    return message === null || / cannot [a-z]+ resource /.test(message) ? 'rights' : 'invalid';
  if (status === 401) return 'signed-out';
  if (status === 404) return 'missing';
  if (status === 409) return reason === 'AlreadyExists' || reason === 'Conflict' ? 'conflict' : 'invalid';
  if (status === 429 || status >= 500) return 'away';
  return 'invalid';
}

/** For errors of the connection, and of reading the object that is to be changed. */
export function verdictOfError(draft: Draft, error: unknown): TryVerdict {
  if (!isAppError(error) || error.code === 'unauthenticated') throw error;
  switch (error.code) {
    case 'forbidden':
      return refusedVerdict(draft, 'rights', { missing: missingRight(draft, 'get') });
    case 'not-found':
      return refusedVerdict(draft, 'missing');
    default:
      return refusedVerdict(draft, 'away');
  }
}

function causesOf(draft: Draft, details: unknown): TryVerdict['causes'] {
  const causes = isRecord(details) && Array.isArray(details.causes) ? details.causes : [];
  return causes.slice(0, maxCauses).flatMap((cause: unknown) => {
    if (!isRecord(cause)) return [];
    const field = quotedWords(cause.field) ?? '';
    const path = [...pathOfField(field === '<nil>' ? '' : field, draft.value)];
    const place = path.length === 0 ? null : (draft.placeOf?.(path) ?? null);
    return [
      {
        field,
        path,
        line: place?.line ?? null,
        column: place?.column ?? null,
        reason: quotedWords(cause.reason),
        message: quotedWords(cause.message) ?? '',
      },
    ];
  });
}
