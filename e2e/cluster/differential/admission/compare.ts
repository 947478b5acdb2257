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

type Decision = 'admitted' | 'refused by its schema' | 'refused by the webhook';

export function decisionOf({ errors, denial }: Verdict): Decision {
  if (errors.length > 0) return 'refused by its schema';
  return denial === '' ? 'admitted' : 'refused by the webhook';
}

/** Go walks maps in no order, so several errors come in any. */
function denialLines(denial: string): string[] {
  return denial
    .split('\n')
    .map((line) => line.replace(/^\t\* /, '').trim())
    .filter((line) => line !== '');
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
          ...difference('warnings', istio.warnings, sluice.warnings),
        ]),
  ];
}
