'use client';
/** What a menu offers about boxes: what they are drawn around, and folding all or none of them. */
import { useTranslations } from 'use-intl';
import { boxings } from '#components/mesh-drawing/boxing.ts';
import type { MenuSection } from '#components/ui/layers/menu.tsx';
import type { GraphUrl } from '../use-graph-url.ts';
import type { GraphFolding } from './graph-folding.ts';

export function useFoldSections(url: GraphUrl, { canFold, canUnfold, all }: GraphFolding): MenuSection[] {
  const t = useTranslations('fold');
  if (url.view !== 'map') return [];
  const drawn = url.box === 'none' ? 'namespace' : url.box;
  return [
    {
      label: t('box.label'),
      entries: boxings.map((value) => ({
        key: value,
        text: t(`box.${value}`),
        checked: value === url.box,
        onSelect: () => void url.set({ box: value }),
      })),
    },
    {
      entries: [
        {
          key: 'fold',
          text: t(`foldAll.${drawn}`),
          disabled: !canFold,
          onSelect: () => void url.set(all(true), { history: 'push' }),
        },
        {
          key: 'unfold',
          text: t('unfoldAll'),
          disabled: !canUnfold,
          onSelect: () => void url.set(all(false), { history: 'push' }),
        },
      ],
    },
  ];
}
