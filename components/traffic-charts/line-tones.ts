/** Which colour a line has. State colours only for what is a failure, a refusal or neither; versions and peers have colours of their own. */
import { categoryLook, type LineLook, type LineTone } from '#components/kit/time-series/category-look.ts';

/** As versions are marked everywhere: the oldest stable, the newest the candidate. */
export function versionLook(index: number, count: number): LineLook {
  if (index === 0) return { tone: 'stable' };
  return index === count - 1 ? { tone: 'candidate' } : categoryLook(index + 1);
}

const codeTones: Readonly<Record<string, readonly LineTone[]>> = {
  '2': ['healthyShare', 'edge'],
  '3': ['tcp'],
  '4': ['degraded', 'degradedLine'],
  '5': ['failing', 'failingLine'],
};

/** Of an HTTP status, by its class; `index` tells the codes of one class apart. */
export function codeLook(code: string, index: number): LineLook {
  const tones = code.length === 3 ? (codeTones[code.charAt(0)] ?? (['umber'] as const)) : (['plum'] as const);
  return { tone: tones[index % tones.length] ?? 'umber' };
}

const failedCalls: readonly LineTone[] = ['failing', 'plum', 'umber', 'failingLine', 'otherVersion'];

/** `index`: which of the statuses that are not OK. */
export function grpcLook(status: string, index: number): LineLook {
  return { tone: status === '0' ? 'healthyShare' : (failedCalls[index % failedCalls.length] ?? 'failing') };
}
