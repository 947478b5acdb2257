/**
 * `GET /api/v1/config/history`, `revision` and `changes`. What the console's account keeps is shown with the caller's rights: only what
 * they may `get`, asked for each request; a kind or namespace that they may not get answers the same whether or not there is something.
 */

import type { ObjectRef } from '#lib/api/configuration/configuration.ts';
import type { ChangeHistory, RevisionEntry, RevisionText } from '#lib/api/configuration/history.ts';
import { routes } from '#lib/api/routes.ts';
import { objectText } from '#lib/document/object-text.ts';
import { bounds, lastGood, newestFirst, objectKeyOf } from '#lib/history/retention.ts';
import type { RevisionHead } from '#lib/history/revision.ts';
import type { Kind } from '#lib/istio/kinds/kind.ts';
import { kindAt } from '#lib/istio/kinds/registry.ts';
import { AppError } from '../../app-error.ts';
import { targetOf } from '../../configuration/target.ts';
import type { History } from '../../history/history.ts';
import type { Entry } from '../../history/shelf.ts';
import { defineOperation, type Operation } from '../../http/operation.ts';
import type { UserCredential } from '../../kubernetes/credential.ts';
import { parseNamespaces, requestScope } from '../../mesh/scope.ts';
import type { Services } from '../../services.ts';

const dayS = 86_400;
const mostChanges = 1000;

/** With what lists say of a revision beside what it says itself. */
function entriesOf(history: History, objectKey: string): RevisionEntry[] {
  const { entries, present } = history.revisionsOf(objectKey);
  const good = lastGood(entries.map(({ head }) => head));
  return entries.map(({ head, place }, index) => ({
    ...head,
    stored: place !== null,
    present: present && index === 0,
    good: head.id === good?.id,
  }));
}

export function historyOperations({ history, access, clock }: Services): Operation[] {
  async function mayGet(credential: UserCredential, kind: Kind, namespace: string): Promise<boolean> {
    return access.allows(credential, { verb: 'get', group: kind.group, resource: kind.plural }, namespace);
  }

  async function admit(credential: UserCredential, query: ObjectRef): Promise<string> {
    const { kind } = targetOf(query);
    if (await mayGet(credential, kind, query.namespace)) return objectKeyOf(query);
    throw new AppError('forbidden', {
      detail: 'You may not get objects of this kind in this namespace.',
      missing: { verb: 'get', group: kind.group, resource: kind.plural, namespace: query.namespace },
    });
  }

  async function textOf(entry: Entry): Promise<Pick<RevisionText, 'before' | 'after'>> {
    const body = await history.body(entry);
    return {
      before: body?.before == null ? null : objectText(body.before),
      after: body?.after == null ? null : objectText(body.after),
    };
  }

  /** Newest first; of the kinds that the caller may get, asked once for each kind and namespace that has something. */
  async function readable(
    heads: readonly RevisionHead[],
    credential: UserCredential,
  ): Promise<RevisionHead[]> {
    const places = Map.groupBy(heads, ({ kind, namespace }) => `${kind} ${namespace}`);
    const allowed = await Promise.all(
      [...places.values()].map(async (group) => {
        const [{ kind: id, namespace } = { kind: '', namespace: '' }] = group;
        const kind = kindAt(id);
        return kind !== undefined && (await mayGet(credential, kind, namespace)) ? group : [];
      }),
    );
    return newestFirst(allowed.flat());
  }

  return [
    defineOperation(routes.configHistory, async ({ query, caller }) => {
      const objectKey = await admit(caller.session.credential, query);
      return {
        kind: 'json',
        body: {
          at: Math.floor(clock.now() / 1000),
          history: history.condition(),
          revisions: entriesOf(history, objectKey),
          bounds: { revisionsPerObject: bounds.revisionsPerObject, maxAgeSeconds: bounds.maxAgeSeconds },
        },
      };
    }),
    defineOperation(routes.configRevision, async ({ query, caller }) => {
      const objectKey = await admit(caller.session.credential, query);
      const entry = history.revisionsOf(objectKey).entries.find(({ head }) => head.id === query.revision);
      const listed = entriesOf(history, objectKey).find(({ id }) => id === query.revision);
      if (entry === undefined || listed === undefined) {
        throw new AppError('not-found', { detail: 'This revision is not kept, or not any more.' });
      }
      return { kind: 'json', body: { ...listed, ...(await textOf(entry)) } };
    }),
    defineOperation(routes.configChanges, async ({ query, caller }) => {
      const { credential } = caller.session;
      const now = Math.floor(clock.now() / 1000);
      const to = query.to ?? now;
      const from = query.from ?? to - dayS;
      if (!Number.isFinite(from) || !Number.isFinite(to) || from > to) {
        const errors = [{ field: 'from', message: 'not a time before the end' }];
        throw new AppError('invalid', { detail: 'The query is not valid.', errors });
      }
      const wanted = parseNamespaces(query.namespaces);
      const { visible, requested, warnings } = requestScope(await access.visibility(credential), wanted);
      const isIn = ({ at, namespace, operation }: RevisionHead): boolean =>
        operation !== 'first-seen' &&
        at >= from &&
        at <= to &&
        (visible === null || visible.has(namespace)) &&
        (requested === null || requested.has(namespace));
      const heads = history.heads().filter(isIn);
      const found = await readable(heads, credential);
      const shown = found.slice(0, mostChanges);
      const keys = new Set(shown.map(objectKeyOf));
      const listed = new Map(
        [...keys].flatMap((key) => entriesOf(history, key).map((entry) => [entry.id, entry] as const)),
      );
      const body: ChangeHistory = {
        from,
        to,
        history: history.condition(),
        changes: shown.flatMap(({ id }) => listed.get(id) ?? []),
        truncated: found.length > shown.length,
        warnings: [...warnings],
      };
      return { kind: 'json', body };
    }),
  ];
}
