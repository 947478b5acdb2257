/** How loud a word of the verdict is: only what needs somebody has a colour. Pure. */
import type { MarkState } from '#components/ui/states/state-mark.tsx';
import type { verdictWords } from '#lib/api/splits/split-words.ts';

type Word = (typeof verdictWords)[number];

const marks: Readonly<Record<Word, MarkState>> = {
  'insufficient-data': 'unknown',
  healthy: 'healthy',
  watch: 'degraded',
  failing: 'failing',
  'not-obeyed': 'degraded',
};

export function markOf(word: Word | null): MarkState {
  return word === null ? 'unknown' : marks[word];
}

export function toneOf(word: Word | null): 'quiet' | 'degraded' | 'failing' {
  const mark = markOf(word);
  return mark === 'degraded' || mark === 'failing' ? mark : 'quiet';
}
