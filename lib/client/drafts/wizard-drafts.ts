/**
 * What somebody told the wizard of splits, kept in this browser for each account, cluster and service: it outlives an error, a reload
 * and the end of a session. A storage that refuses is no reason to stop; it is told.
 */
import { isRecord } from '#lib/record.ts';
import { attempt } from './attempt.ts';
import type { DraftStorage } from './drafts.ts';

export interface KeptAnswers<Answers> {
  answers: Answers;
  /** Unix milliseconds. */
  changedAtMs: number;
}

export interface WizardDrafts<Answers> {
  get(service: string): KeptAnswers<Answers> | null;
  /** False when it will not outlive the page. */
  put(service: string, kept: KeptAnswers<Answers>): boolean;
  remove(service: string): void;
}

/** Nobody comes back to an older one: the mesh has moved on. */
const keptMs = 7 * 86_400_000;

/** `isAnswers` judges what another version of the console may have written. */
export function openWizardDrafts<Answers>(
  storage: Pick<DraftStorage, 'getItem' | 'setItem' | 'removeItem'>,
  owner: { cluster: string; user: string },
  isAnswers: (value: unknown) => value is Answers,
  nowMs: () => number,
): WizardDrafts<Answers> {
  const own = `sluice-wizard-1 ${JSON.stringify([owner.cluster, owner.user])} `;
  return {
    get(service) {
      const value = attempt(() => JSON.parse(storage.getItem(own + service) ?? 'null') as unknown);
      if (!isRecord(value) || typeof value.changedAtMs !== 'number' || !isAnswers(value.answers)) return null;
      if (nowMs() - value.changedAtMs > keptMs) {
        attempt(() => storage.removeItem(own + service));
        return null;
      }
      return { answers: value.answers, changedAtMs: value.changedAtMs };
    },
    put: (service, kept) =>
      attempt(() => {
        storage.setItem(own + service, JSON.stringify(kept));
        return true;
      }) === true,
    remove: (service) => attempt(() => storage.removeItem(own + service)),
  };
}
