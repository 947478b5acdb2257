/** Which colour a line has. State colours only for what is a failure, a refusal or neither; versions and peers have colours of their own. */
import type { ChartLine } from '#components/kit/time-series/chart-data.ts';

type Tone = ChartLine['tone'];

export interface Look {
  tone: Tone;
  dashed?: boolean;
}

const categories: readonly Tone[] = [
  'stable',
  'candidate',
  'otherVersion',
  'accent',
  'plum',
  'olive',
  'umber',
  'tcp',
];

/** The first eight are told apart by colour, the next eight by dashes too. */
export function categoryLook(index: number): Look {
  const tone = categories[index % categories.length] ?? 'stable';
  return index < categories.length ? { tone } : { tone, dashed: true };
}

/** As versions are marked everywhere: the oldest stable, the newest the candidate. */
export function versionLook(index: number, count: number): Look {
  if (index === 0) return { tone: 'stable' };
  return index === count - 1 ? { tone: 'candidate' } : categoryLook(index + 1);
}

const codeTones: Readonly<Record<string, readonly Tone[]>> = {
  '2': ['healthyShare', 'edge'],
  '3': ['tcp'],
  '4': ['degraded', 'degradedLine'],
  '5': ['failing', 'failingLine'],
};

/** Of an HTTP status, by its class; `index` tells the codes of one class apart. */
export function codeLook(code: string, index: number): Look {
  const tones = code.length === 3 ? (codeTones[code.charAt(0)] ?? (['umber'] as const)) : (['plum'] as const);
  return { tone: tones[index % tones.length] ?? 'umber' };
}

const failedCalls: readonly Tone[] = ['failing', 'plum', 'umber', 'failingLine', 'otherVersion'];

/** `index`: which of the statuses that are not OK. */
export function grpcLook(status: string, index: number): Look {
  return { tone: status === '0' ? 'healthyShare' : (failedCalls[index % failedCalls.length] ?? 'failing') };
}
