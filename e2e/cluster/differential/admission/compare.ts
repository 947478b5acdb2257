/** One object, two verdicts: in what they differ. */
import type { Verdict } from '#e2e/oracles/admission/admission-oracle.ts';

export interface Disagreement {
  /**
   * `admitted`: one lets the object in, the other does not. `refused by`: both refuse, one by schema and one by webhook.
   * The rest is about the words.
   */
  about: 'admitted' | 'refused by' | 'unknown fields' | 'schema errors' | 'denial' | 'warnings';
  istio: readonly string[];
  sluice: readonly string[];
}

export type Decision = 'admitted' | 'refused by its schema' | 'refused by the webhook';

export function decisionOf({ errors, denial }: Verdict): Decision {
  if (errors.length > 0) return 'refused by its schema';
  return denial === '' ? 'admitted' : 'refused by the webhook';
}

/**
 * The sentences of a refusal. Go walks maps in no order, counts and nests its lists of errors, and prints messages with
 * spaces by chance; of what parsers say (regular expressions, CEL, key sets) only that they refuse is compared.
 */
function denialLines(denial: string): string[] {
  return denial
    .replace(/^configuration is invalid: /, '')
    .split('\n')
    .map((line) =>
      line
        .replace(/\d+ errors? occurred:$/, '')
        .replace(/^\s*\* /, '')
        .replace(/error parsing regexp: .*?(;|\]$|$)/, 'error parsing regexp$1')
        .replace(/(must be a valid CEL expression|jwks parse error).*/, '$1')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    )
    .filter((line) => line !== '' && !/^\| /.test(line));
}

const errorLines = ({ errors }: Verdict): string[] =>
  errors.map(({ reason, field, message }) => `${reason} ${field}: ${message}`);

function difference(
  about: Disagreement['about'],
  istio: readonly string[],
  sluice: readonly string[],
): Disagreement[] {
  const [theirs, ours] = [istio, sluice].map((lines) => [...lines].sort());
  return JSON.stringify(theirs) === JSON.stringify(ours)
    ? []
    : [{ about, istio: theirs ?? [], sluice: ours ?? [] }];
}

/** What the webhook says counts only where the schema lets an object through to it. */
export function disagreements(istio: Verdict, sluice: Verdict): Disagreement[] {
  const [theirs, ours] = [decisionOf(istio), decisionOf(sluice)];
  const told = (verdict: Verdict): string[] => [
    decisionOf(verdict),
    ...(verdict.errors.length > 0 ? errorLines(verdict) : denialLines(verdict.denial)),
  ];
  if (theirs !== ours) {
    const about = theirs === 'admitted' || ours === 'admitted' ? 'admitted' : 'refused by';
    return [{ about, istio: told(istio), sluice: told(sluice) }];
  }
  return [
    ...difference('unknown fields', istio.unknown, sluice.unknown),
    ...difference('schema errors', errorLines(istio), errorLines(sluice)),
    ...(theirs === 'refused by its schema'
      ? []
      : [
          ...difference('denial', denialLines(istio.denial), denialLines(sluice.denial)),
          // The API server tells each warning once, istiod as often as it finds it.
          ...difference('warnings', [...new Set(istio.warnings)], [...new Set(sluice.warnings)]),
        ]),
  ];
}
