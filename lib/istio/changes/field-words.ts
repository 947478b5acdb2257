/**
 * Which of the keys on the way to a field are fields, which have a name in every language, and which are names that somebody chose:
 * labels, headers. Told without the schemas, which a review need not load; a test compares with all of them.
 */
import { byWords, type Words } from '../forms/words.ts';

export interface FieldStep {
  /** As the document has it, the place in a list of nameless items behind it: `hosts[1]`. */
  key: string;
  /** For the tables of names (lib/i18n/fields); null for a name that somebody chose. */
  words: Words | null;
}

/** By the end of their words: fields with keys of the reader's own, and with `free` anything below. */
const maps: Readonly<Record<string, 'entries' | 'free'>> = {
  annotations: 'entries',
  customTags: 'entries',
  'distribute.to': 'entries',
  'endpoints.ports': 'entries',
  environmentVariables: 'entries',
  'Gateway.selector': 'entries',
  labels: 'entries',
  'match.headers': 'entries',
  'match.queryParams': 'entries',
  matchLabels: 'entries',
  'patch.value': 'free',
  pluginConfig: 'free',
  portLevelMtls: 'entries',
  'proxy.metadata': 'entries',
  'request.add': 'entries',
  'request.set': 'entries',
  'response.add': 'entries',
  'response.set': 'entries',
  sourceLabels: 'entries',
  tagOverrides: 'entries',
  'template.ports': 'entries',
  'tls.options': 'entries',
  withoutHeaders: 'entries',
  'WorkloadEntry.ports': 'entries',
};

/** Words of the fields below this one; null where its keys are nobody's fields. `above`: of what the key stands in. */
export function stepInto(
  above: Words | null,
  key: string,
): { own: Words | null; entries: boolean; free: boolean } {
  const own = above === null ? null : [...above, key];
  const kind = own === null ? 'free' : byWords(maps, own);
  return { own, entries: kind === 'entries', free: kind === 'free' };
}

/** One for each key, from below the spec on; keys of maps have no words, and do not count in those of what is below them. */
export function fieldSteps(root: string, keys: readonly string[]): FieldStep[] {
  const steps: FieldStep[] = [];
  let above: Words | null = [root];
  let named = false;
  for (const key of keys) {
    if (named) {
      steps.push({ key, words: null });
      named = false;
      continue;
    }
    const { own, entries, free } = stepInto(above, key);
    steps.push({ key, words: own });
    above = free ? null : own;
    named = entries;
  }
  return steps;
}
