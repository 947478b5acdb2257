'use client';
/** Rights in words: the first few groups of verbs and kinds, and how many more there are. */
import { useTranslations } from 'use-intl';
import type { Question } from '#lib/access/permissions.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { groupRights } from './right-names.ts';

const shownGroups = 2;
const shownKinds = 3;

export function useRightText(): (questions: readonly Question[]) => string {
  const t = useTranslations('access');
  const format = useFormat();
  return (questions) => {
    const groups = groupRights(questions);
    const shown = groups.slice(0, shownGroups).map(({ verbs, kinds }) => ({
      verbs,
      kinds: kinds.slice(0, shownKinds),
    }));
    const told = shown.reduce((sum, { kinds }) => sum + kinds.length, 0);
    const all = groups.reduce((sum, { kinds }) => sum + kinds.length, 0);
    const text = format.clauses(
      shown.map(({ verbs, kinds }) => t('right', { verbs: format.list(verbs), kinds: format.list(kinds) })),
    );
    return all > told ? t('rightMore', { text, count: format.count(all - told) }) : text;
  };
}
