/** Proposals of splits as the console sealed them: anybody may write ConfigMaps, and nobody may speak for somebody else by it. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type SplitIntent, splitIntentSchema } from '#lib/api/splits/split-plan.ts';
import { isRecord } from '#lib/record.ts';
import { type Proposed, readProposed } from '#lib/splits/record/proposal.ts';

export interface KeptProposal {
  /** Of the ConfigMap. */
  name: string;
  namespace: string;
  proposed: Proposed;
  intent: SplitIntent;
}

export interface ProposalSeal {
  of(text: string): string;
  holds(text: string, seal: string): boolean;
}

export function createProposalSeal(secrets: { current: string; previous: string | null }): ProposalSeal {
  const sealBy = (secret: string, text: string) =>
    createHmac('sha256', secret).update(`split proposal\n${text}`).digest('base64url');
  return {
    of: (text) => sealBy(secrets.current, text),
    holds: (text, seal) =>
      [secrets.current, secrets.previous].some((secret) => {
        if (secret === null) return false;
        const [own, given] = [Buffer.from(sealBy(secret, text)), Buffer.from(seal)];
        return own.length === given.length && timingSafeEqual(own, given);
      }),
  };
}

/** Null for a ConfigMap that holds none, or one that the console has not sealed: anybody may write ConfigMaps. */
export function readProposal(item: unknown, seal: ProposalSeal): KeptProposal | null {
  if (!isRecord(item) || !isRecord(item.metadata) || !isRecord(item.data)) return null;
  const { name, namespace } = item.metadata;
  const { proposal: text, seal: given } = item.data;
  if (typeof name !== 'string' || typeof namespace !== 'string') return null;
  if (typeof text !== 'string' || typeof given !== 'string' || !seal.holds(text, given)) return null;
  const proposed = readProposed(text);
  const intent = splitIntentSchema.safeParse(proposed?.intent);
  // A copy in another namespace says nothing there.
  if (proposed === null || !intent.success || intent.data.namespace !== namespace) return null;
  return { name, namespace, proposed, intent: intent.data };
}
