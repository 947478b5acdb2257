/** A WorkloadEntry in sentences: one endpoint that is no pod. */

import type { Sentence } from '../sentences/phrase.ts';
import type { Telling } from '../sentences/telling.ts';
import { endpointSentence } from '../service-entry/sentences.ts';

export function tellWorkloadEntry({ spec }: Telling): Sentence[] {
  const { under = [], ...lead } = endpointSentence(spec, 'workloadEntry.lead');
  return [lead, ...under];
}
