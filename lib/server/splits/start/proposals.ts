/**
 * Proposals of splits: written with the rights of whoever proposes, started with the rights of whoever approves. That two people
 * decide is the console's word: it seals who proposed what, and lets nobody approve their own; that somebody may approve at all is
 * Kubernetes' word, by the verb `approve` on `trafficsplits.sluice.dev`.
 */
import type { RunAnswer, SplitIntent } from '#lib/api/splits/split-plan.ts';
import type { DecideBody, ProposeAnswer, SplitProposal } from '#lib/api/splits/split-proposals.ts';
import { recordLabel, recordServiceLabel } from '#lib/splits/record/entry.ts';
import { endOfProposal, type Proposed } from '#lib/splits/record/proposal.ts';
import type { Refusal } from '#lib/splits/types.ts';
import { AppError, isAppError } from '../../app-error.ts';
import type { Credential } from '../../kubernetes/credential.ts';
import { collectionPath, objectPath } from '../../kubernetes/paths.ts';
import { configMaps } from '../../kubernetes/resources.ts';
import { type Actor, nothing, refusedRun, type SplitTools } from '../act/run.ts';
import { toRefusal } from '../world/point-refs.ts';
import type { SplitCaller } from '../world/split-caller.ts';
import { planOf } from './plan.ts';
import { type KeptProposal, type ProposalSeal, readProposal } from './proposal-seal.ts';
import type { Who } from './split-intent.ts';
import { startSplit } from './start.ts';

export interface ProposalTools extends SplitTools {
  seal: ProposalSeal;
}

export async function proposeSplit(
  { services, seal }: ProposalTools,
  caller: SplitCaller,
  actor: Actor,
  who: Who,
  { intent, reviewed }: { intent: SplitIntent; reviewed: string },
): Promise<ProposeAnswer> {
  const planned = planOf(intent, who, caller.objects);
  if (planned.refusals.length > 0) return { outcome: 'refused', refusals: planned.refusals, name: null };
  const { namespace, service } = intent;
  const proposed: Proposed = {
    v: 1,
    id: who.releaseId,
    by: who.by,
    at: who.at,
    reason: actor.reason,
    reviewed,
    intent,
  };
  const text = JSON.stringify(proposed);
  const name = `sluice-proposal-${proposed.id}`;
  const body = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name,
      namespace,
      labels: {
        [recordLabel]: proposed.id,
        [recordServiceLabel]: service,
        'app.kubernetes.io/managed-by': 'sluice',
      },
    },
    immutable: true,
    data: { proposal: text, seal: seal.of(text) },
  };
  try {
    const path = collectionPath(configMaps, namespace);
    await services.kubernetes.call({ method: 'POST', path, body }, actor.credential);
  } catch (error) {
    if (!isAppError(error) || error.code !== 'forbidden') throw error;
    const about = { verb: 'create', group: '', resource: 'configmaps', namespace };
    return { outcome: 'refused', refusals: [toRefusal({ code: 'rights', about })], name: null };
  }
  return { outcome: 'done', refusals: [], name };
}

const approving = { verb: 'approve', group: 'sluice.dev', resource: 'trafficsplits' };

/** Why they cannot approve it; null where they can. Kubernetes has the last word when it is written. */
async function obstacleTo(
  { services: { access, clock } }: Pick<SplitTools, 'services'>,
  { credential, name }: Pick<SplitCaller, 'credential' | 'name'>,
  { namespace, proposed }: KeptProposal,
): Promise<Refusal | null> {
  if (proposed.by === name) return { code: 'own-proposal', about: { by: proposed.by } };
  if (clock.now() / 1000 >= endOfProposal(proposed)) return { code: 'expired', about: { at: proposed.at } };
  return (await access.allows(credential, approving, namespace))
    ? null
    : { code: 'rights', about: { ...approving, namespace } };
}

export async function proposalsShown(
  tools: Pick<SplitTools, 'services'>,
  caller: SplitCaller,
  kept: readonly KeptProposal[],
): Promise<SplitProposal[]> {
  const shown = await Promise.all(
    kept.map(async (one): Promise<SplitProposal> => {
      const obstacle = await obstacleTo(tools, caller, one);
      const { name, namespace, intent, proposed } = one;
      return {
        name,
        namespace,
        service: intent.service,
        intent,
        by: proposed.by,
        at: Math.floor(Date.parse(proposed.at) / 1000) || 0,
        reason: proposed.reason,
        endsAt: endOfProposal(proposed),
        refusal: obstacle === null ? null : toRefusal(obstacle),
      };
    }),
  );
  return shown.sort((a, b) => b.at - a.at);
}

/** What is approved is planned again on what stands there now; what was changed since the review is a conflict. */
export async function decideProposal(
  tools: ProposalTools,
  caller: SplitCaller,
  actor: Actor,
  { namespace, name }: { namespace: string; name: string },
  { decision, reason }: DecideBody,
): Promise<RunAnswer> {
  const kept = await readKept(tools, actor.credential, namespace, name);
  if (decision === 'withdraw') {
    const isGone = await takeOff(tools, actor.credential, kept);
    const about = { verb: 'delete', group: '', resource: 'configmaps', namespace };
    const told = { kind: 'configmaps', namespace, name, op: 'delete' as const, message: null };
    const more = {
      webhook: null,
      webhookService: null,
      causes: [],
      warnings: [],
      resourceVersion: null,
      live: null,
    };
    return isGone
      ? {
          ...nothing,
          outcome: 'done',
          recorded: true,
          objects: [{ ...told, ...more, state: 'written', refusal: null, missing: null }],
        }
      : {
          ...refusedRun([toRefusal({ code: 'rights', about })]),
          objects: [{ ...told, ...more, state: 'failed', refusal: 'rights', missing: about }],
        };
  }
  const obstacle = await obstacleTo(tools, caller, kept);
  if (obstacle !== null) return refusedRun([toRefusal(obstacle)]);
  const { intent, proposed } = kept;
  const why = [proposed.reason, reason, `proposed by ${proposed.by}`].filter((one) => one !== '').join('; ');
  const answer = await startSplit(
    tools,
    caller,
    { ...actor, reason: why },
    { intent, reviewed: proposed.reviewed, releaseId: proposed.id },
  );
  // What runs is its own record; who may not take it off leaves it to its end.
  if (answer.outcome === 'done') await takeOff(tools, actor.credential, kept);
  return answer;
}

async function readKept(
  { services, seal }: ProposalTools,
  credential: Credential,
  namespace: string,
  name: string,
): Promise<KeptProposal> {
  const path = objectPath(configMaps, namespace, name);
  const kept = readProposal(await services.kubernetes.call({ method: 'GET', path }, credential), seal);
  if (kept === null) throw new AppError('not-found', { detail: 'There is no proposal of that name.' });
  return kept;
}

async function takeOff(
  { services }: Pick<SplitTools, 'services'>,
  credential: Credential,
  { namespace, name }: KeptProposal,
): Promise<boolean> {
  try {
    const path = objectPath(configMaps, namespace, name);
    await services.kubernetes.call({ method: 'DELETE', path }, credential);
    return true;
  } catch (error) {
    if (isAppError(error) && error.code === 'not-found') return true;
    if (!isAppError(error) || error.code !== 'forbidden') throw error;
    return false;
  }
}
