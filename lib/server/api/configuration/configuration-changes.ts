/** `POST /api/v1/config/{check,dry-run,apply,apply/stream}`: changes of Istio's objects. */
import type * as z from 'zod/mini';
import type { ApplyAnswer, applyEvents, DryRunAnswer } from '#lib/api/configuration/configuration.ts';
import { routes } from '#lib/api/routes.ts';
import { kindId } from '#lib/istio/kinds/registry.ts';
import { askKindRights } from '../../access/kind-rights.ts';
import { createAttempts } from '../../configuration/attempts.ts';
import { auditor } from '../../configuration/audit-writes.ts';
import { checkDrafts } from '../../configuration/check.ts';
import { readDrafts } from '../../configuration/draft.ts';
import { refuseUnsound } from '../../configuration/refuse-drafts.ts';
import { carryOut, planApply, tryDrafts, type Writer } from '../../configuration/write.ts';
import { type Block, blockOf } from '../../http/block.ts';
import { type Answer, defineOperation, type Operation, type OperationCall } from '../../http/operation.ts';
import type { Services } from '../../services.ts';

export function changeOperations(services: Services): Operation[] {
  const { access, snapshot, kubernetes, checks, changes, clock, log } = services;
  const attempts = createAttempts();
  /** Read, judged and tried: what is refused until here is an answer of its own, and nothing was written. */
  async function planned({ body, caller, address, requestId }: Asking, path: string) {
    const drafts = await readDrafts(body.changes);
    await refuseUnsound(drafts, { versions: true });
    const { reason } = body;
    const writer: Writer = {
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
    };
    const told = auditing({ caller, address, requestId }, path, reason);
    const audit = (answer: ApplyAnswer) => {
      for (const outcome of answer.changes) told.outcome(outcome);
    };
    return { writer, plan: await planApply(writer, drafts), audit };
  }

  const auditing = ({ caller, address, requestId }: Omit<Asking, 'body'>, path: string, reason: string) =>
    auditor(log, {
      subject: caller.identity.name,
      strategy: caller.session.strategy,
      address,
      requestId,
      path,
      reason,
    });

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
      const told = auditing({ caller, address, requestId }, routes.dryRunChanges.path, '');
      for (const verdict of answer.changes) if (verdict.refusal === 'rights') told.denied(verdict);
      return { kind: 'json', body: answer };
    }),
    defineOperation(routes.applyChanges, async (call) => {
      const { credential } = call.caller.session;
      const { attempt } = call.body;
      const before = attempts.find(credential, attempt);
      if (before !== null) return { kind: 'json', body: await before };
      const run = async () => {
        const { writer, plan, audit } = await planned(call, routes.applyChanges.path);
        const answer = await carryOut(writer, plan);
        audit(answer);
        return answer;
      };
      const answer = run();
      attempts.keep(credential, attempt, answer);
      return { kind: 'json', body: await answer };
    }),
    defineOperation(routes.applyChangesStream, async (call) => {
      const { credential } = call.caller.session;
      const before = attempts.find(credential, call.body.attempt);
      if (before !== null) return endOf(await before);
      const whole = Promise.withResolvers<ApplyAnswer>();
      attempts.keep(credential, call.body.attempt, whole.promise);
      const { writer, plan, audit } = await planned(call, routes.applyChangesStream.path).catch(
        (error: unknown) => {
          whole.reject(error);
          throw error;
        },
      );
      return {
        kind: 'stream',
        open: (sink) => {
          // Nobody stops it: whoever goes away finds the objects written, and the lines in the log.
          void carryOut(writer, plan, (step, outcome) => sink.write(eventOf('step', { step, outcome })))
            .then((answer) => {
              whole.resolve(answer);
              audit(answer);
              sink.write(eventOf('end', answer));
            })
            .catch((error: unknown) => {
              whole.reject(error);
              log.error({ requestId: call.requestId, error }, 'apply failed');
            })
            .finally(() => sink.close());
          const steps = plan.blocked ? [] : plan.steps.map(({ index }) => index);
          sink.write(eventOf('plan', { steps }));
          return () => undefined;
        },
      };
    }),
  ];
}

type Asking = Pick<OperationCall<typeof routes.applyChanges>, 'body' | 'caller' | 'address' | 'requestId'>;

/** Of an apply whose steps somebody else was told. */
function endOf(answer: ApplyAnswer): Answer {
  return {
    kind: 'stream',
    open: (sink) => {
      sink.write(eventOf('plan', { steps: [] }));
      sink.write(eventOf('end', answer));
      sink.close();
      return () => undefined;
    },
  };
}

function eventOf<Name extends keyof typeof applyEvents>(
  name: Name,
  data: z.infer<(typeof applyEvents)[Name]>,
): Block {
  return blockOf(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
}
