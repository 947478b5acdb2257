/** How lines are told apart that stand for nothing but themselves: colours without the meaning of a state. */
import type { ChartLine } from './chart-data.ts';

export type LineTone = ChartLine['tone'];

export interface LineLook {
  tone: LineTone;
  dashed?: boolean;
}

const categories: readonly LineTone[] = [
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
export function categoryLook(index: number): LineLook {
  const tone = categories[index % categories.length] ?? 'stable';
  return index < categories.length ? { tone } : { tone, dashed: true };
}
