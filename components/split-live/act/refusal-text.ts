'use client';
/** Why something is not possible, in words. */
import { useTranslations } from 'use-intl';
import type { SplitRefusal } from '#lib/api/splits/split-shapes.ts';

const known = [
  'gone',
  'changed',
  'emit-only',
  'owned-by',
  'active',
  'guard',
  'subset-in-use',
  'percent',
  'no-stable-share',
  'all-zero',
  'git-weights-only',
  'no-root',
] as const;

type Known = (typeof known)[number];

function isKnown(code: string): code is Known {
  return known.some((one) => one === code);
}

export function useRefusalText(): (refusal: SplitRefusal) => string {
  const t = useTranslations('release.refusal');
  const phases = useTranslations('release.phase');
  return ({ code, about }) => {
    const text = (name: string) => String(about[name] ?? '');
    if (code === 'phase') {
      const phase = (['Progressing', 'Paused', 'Aborted', 'Promoted'] as const).find(
        (one) => one === about.phase,
      );
      return phase === undefined ? t('phaseAny') : t('phase', { phase: phases(phase) });
    }
    if (code === 'rights')
      return t('rights', {
        verb: text('verb'),
        resource: text('resource'),
        namespace: text('namespace'),
      });
    if (code === 'no-ready-pods') {
      const version = text('version');
      return version === '' ? t('no-ready-pods-any') : t('no-ready-pods', { version });
    }
    if (code === 'too-soon') return t('too-soon', { seconds: text('seconds') });
    return isKnown(code) ? t(code) : t('other', { code });
  };
}
