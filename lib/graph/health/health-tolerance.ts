/**
 * Tolerances that an object sets for itself: Kiali's annotation `health.kiali.io/rate`, "code,degraded,failure,protocol,direction"
 * joined by ";", percents, X standing for a digit. https://kiali.io/docs/configuration/health/
 */

export const healthAnnotation = 'health.kiali.io/rate';

export interface Tolerance {
  /** Whole response codes that it speaks of: "503", or a gRPC status. */
  code: RegExp;
  protocol: RegExp;
  direction: RegExp;
  degradedRatio: number;
  failingRatio: number;
}

/** Entries that cannot be read are left out, as Kiali does; none left means that the defaults hold. */
export function parseTolerances(annotation: string): Tolerance[] {
  const tolerances: Tolerance[] = [];
  for (const entry of annotation.split(';').slice(0, 20)) {
    const fields = entry.split(',').map((field) => field.trim());
    if (fields.length !== 5) continue;
    const [code = '', degraded = '', failing = '', protocol = '', direction = ''] = fields;
    const patterns = [code.replaceAll(/x/gi, '\\d'), protocol, direction].map(wholePattern);
    const [codePattern, protocolPattern, directionPattern] = patterns;
    const degradedRatio = percent(degraded);
    const failingRatio = percent(failing);
    if (!codePattern || !protocolPattern || !directionPattern) continue;
    if (degradedRatio === null || failingRatio === null || degradedRatio > failingRatio) continue;
    tolerances.push({
      code: codePattern,
      protocol: protocolPattern,
      direction: directionPattern,
      degradedRatio,
      failingRatio,
    });
  }
  return tolerances;
}

/** The patterns are matched against a few characters only; the bound on their length keeps compiling them cheap. */
function wholePattern(text: string): RegExp | null {
  if (text.length > 60 || /\{\d{3,}/.test(text)) return null;
  try {
    return new RegExp(`^(?:${text === '' ? '.*' : text.replace(/^\^/, '').replace(/\$$/, '')})$`);
  } catch {
    return null;
  }
}

function percent(text: string): number | null {
  const value = text === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) && value >= 0 ? value / 100 : null;
}
