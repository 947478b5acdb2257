/** `POST /api/v1/config/{check,dry-run,apply}`: changes of Istio's objects. */
import type { ApplyAnswer, DryRunAnswer } from '#lib/api/configuration.ts';
import { routes } from '#lib/api/routes.ts';
import { kindId } from '#lib/istio/kinds/registry.ts';
import { askKindRights } from '../access/kind-rights.ts';
import { auditor } from '../configuration/audit-writes.ts';
import { checkDrafts } from '../configuration/check.ts';
import { readDrafts } from '../configuration/draft.ts';
import { refuseUnsound } from '../configuration/refuse-drafts.ts';
import { applyDrafts, tryDrafts } from '../configuration/write.ts';
import { defineOperation, type Operation } from '../http/operation.ts';
import type { Services } from '../services.ts';

export function changeOperations(services: Services): Operation[] {
  const { access, snapshot, kubernetes, checks, changes, clock, log } = services;
  return [
    defineOperation(routes.checkChanges, async ({ body, caller }) => {
      const drafts = await readDrafts(body.changes);
      const rights = await askKindRights(access, caller.session.credential);
      return { kind: 'json', body: await checkDrafts(drafts, { book: checks, snapshot, rights }) };
    }),
    defineOperation(routes.dryRunChanges, async ({ body, caller, address, requestId }) => {
      const drafts = await readDrafts(body.changes);
      await refuseUnsound(drafts, { versions: false });
      const { credential } = caller.session;
      const tried = await tryDrafts({ client: kubernetes, credential }, drafts);
      const answer: DryRunAnswer = { changes: tried.map(({ verdict }) => verdict) };
      const told = auditor(log, {
        subject: caller.identity.name,
        strategy: caller.session.strategy,
        address,
        requestId,
        path: routes.dryRunChanges.path,
        reason: '',
      });
      for (const verdict of answer.changes) if (verdict.refusal === 'rights') told.denied(verdict);
      return { kind: 'json', body: answer };
    }),
    defineOperation(routes.applyChanges, async ({ body, caller, address, requestId }) => {
      const drafts = await readDrafts(body.changes);
      await refuseUnsound(drafts, { versions: true });
      const { reason } = body;
      const answer: ApplyAnswer = await applyDrafts(
        {
          client: kubernetes,
          credential: caller.session.credential,
          domain: snapshot.objects().meshConfig.domain,
          onWritten: ({ draft: { target }, before, after, resourceVersion }) =>
            changes.tell({
              atMs: clock.now(),
              user: caller.identity.name,
              reason,
              requestId,
              kind: kindId(target.kind),
              namespace: target.namespace,
              name: target.name,
              resourceVersion,
              before,
              after,
            }),
        },
        drafts,
      );
      const told = auditor(log, {
        subject: caller.identity.name,
        strategy: caller.session.strategy,
        address,
        requestId,
        path: routes.applyChanges.path,
        reason,
      });
      for (const outcome of answer.changes) told.outcome(outcome);
      return { kind: 'json', body: answer };
    }),
  ];
}
