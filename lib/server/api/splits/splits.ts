/** `/api/v1/splits…`: traffic splits, listed, planned, started, watched and acted on. */
import { routes } from '#lib/api/routes.ts';
import type { RunAnswer } from '#lib/api/splits/split-plan.ts';
import { handedTo } from '#lib/splits/survey/delegation.ts';
import { auditor } from '../../configuration/audit-writes.ts';
import { type Caller, defineOperation, type Operation } from '../../http/operation.ts';
import { parseNamespaces, requestScope } from '../../mesh/scope.ts';
import type { Services } from '../../services.ts';
import { actOnSplit } from '../../splits/act/act.ts';
import { describeRestore } from '../../splits/act/restoring.ts';
import type { Actor } from '../../splits/act/run.ts';
import { newReleaseId } from '../../splits/act/track.ts';
import { untilHeard } from '../../splits/act/until-heard.ts';
import { listSplits } from '../../splits/live/list.ts';
import { describeLive } from '../../splits/live/live.ts';
import { describePlan } from '../../splits/start/plan.ts';
import { decideProposal, proposeSplit } from '../../splits/start/proposals.ts';
import { startSplit } from '../../splits/start/start.ts';
import { splitCaller, visibleService } from '../../splits/world/split-caller.ts';
import { describeWorld } from '../../splits/world/world.ts';
import { parseSeconds, windowBounds } from '../traffic/graph.ts';

const predictionBounds = { minSeconds: 30, maxSeconds: 3600 };

export function splitOperations(services: Services): Operation[] {
  const { access, clock, log, splits } = services;

  const actor = (caller: Caller, requestId: string, reason: string): Actor => ({
    credential: caller.session.credential,
    name: caller.identity.name,
    reason,
    requestId,
  });

  const plannedBy = (by: string) => ({
    by,
    at: new Date(clock.now()).toISOString(),
    releaseId: newReleaseId(),
    handed: handedTo(services.snapshot.objects().virtualServices),
  });

  function audit(
    answer: RunAnswer,
    caller: Caller,
    request: { address: string; requestId: string; path: string; reason: string },
  ): void {
    const told = auditor(log, {
      subject: caller.identity.name,
      strategy: caller.session.strategy,
      ...request,
    });
    for (const outcome of answer.objects) told.outcome(outcome);
  }

  return [
    defineOperation(routes.splits, async ({ query, caller }) => {
      const wanted = parseNamespaces(query.namespaces);
      const windowSeconds = parseSeconds('window', query.window, windowBounds);
      const who = await splitCaller(services, caller);
      const scope = requestScope(await access.visibility(who.credential), wanted);
      return { kind: 'json', body: await listSplits(splits, who, scope, windowSeconds) };
    }),
    defineOperation(routes.splitWorld, async ({ query, caller }) => {
      const who = await splitCaller(services, caller);
      const name = { namespace: query.namespace, name: query.service };
      return { kind: 'json', body: await describeWorld(services, splits.guardRights, who, name) };
    }),
    defineOperation(routes.planSplit, async ({ body, caller }) => {
      const windowSeconds = parseSeconds('window', body.window, predictionBounds);
      const who = await splitCaller(services, caller);
      visibleService(who, { namespace: body.intent.namespace, name: body.intent.service });
      const by = plannedBy(who.name);
      const { intent } = body;
      return {
        kind: 'json',
        body:
          intent.kind === 'restore'
            ? await describeRestore(splits, who, intent, by)
            : await describePlan(services, who, intent, by, windowSeconds),
      };
    }),
    defineOperation(routes.startSplit, async ({ body, caller, address, requestId }) => {
      const { intent, reviewed, reason } = body;
      const who = await splitCaller(services, caller);
      visibleService(who, { namespace: intent.namespace, name: intent.service });
      const answer = await startSplit(splits, who, actor(caller, requestId, reason), {
        intent,
        reviewed,
        releaseId: newReleaseId(),
      });
      audit(answer, caller, { address, requestId, path: routes.startSplit.path, reason });
      if (intent.kind === 'split')
        await untilHeard(services, { namespace: intent.namespace, name: intent.service }, answer);
      return { kind: 'json', body: answer };
    }),
    defineOperation(routes.proposeSplit, async ({ body, caller, requestId }) => {
      const { intent, reviewed, reason } = body;
      const who = await splitCaller(services, caller);
      visibleService(who, { namespace: intent.namespace, name: intent.service });
      const by = plannedBy(who.name);
      const own = actor(caller, requestId, reason);
      return { kind: 'json', body: await proposeSplit(splits, who, own, by, { intent, reviewed }) };
    }),
    defineOperation(routes.decideSplit, async ({ parameters, body, caller, address, requestId }) => {
      const { namespace, name } = parameters;
      const who = await splitCaller(services, caller);
      const own = actor(caller, requestId, body.reason);
      const answer = await decideProposal(splits, who, own, { namespace, name }, body);
      const path = `/api/v1/splits/proposals/${namespace}/${name} ${body.decision}`;
      audit(answer, caller, { address, requestId, path, reason: body.reason });
      return { kind: 'json', body: answer };
    }),
    defineOperation(routes.split, async ({ parameters, query, caller }) => {
      const who = await splitCaller(services, caller);
      const name = { namespace: parameters.namespace, name: parameters.service };
      const windowSeconds =
        query.window === undefined ? null : parseSeconds('window', query.window, windowBounds);
      const body = await describeLive(splits, who, name, { windowSeconds, release: query.release ?? null });
      return { kind: 'json', body };
    }),
    defineOperation(routes.actOnSplit, async ({ parameters, body, caller, address, requestId }) => {
      const who = await splitCaller(services, caller);
      const service = visibleService(who, { namespace: parameters.namespace, name: parameters.service });
      const { reason } = body;
      const answer = await actOnSplit(splits, who, actor(caller, requestId, reason), service, body);
      const path = `/api/v1/splits/${parameters.namespace}/${parameters.service}/act ${body.action.kind}`;
      audit(answer, caller, { address, requestId, path, reason });
      // A fault that is ended, or what another controller does, is none of the record.
      if (answer.release !== null || body.action.kind === 'finish' || body.action.kind === 'restore')
        await untilHeard(services, service, answer);
      return { kind: 'json', body: answer };
    }),
  ];
}
