'use client';
/** Why something of a split is refused, in words, with the way out. What a code speaks of may lack: then the sentence stands without it. */
import { useTranslations } from 'use-intl';
import type { SplitRefusal } from '#lib/api/splits/split-shapes.ts';

const unsaid = {
  service: '',
  namespace: '',
  host: '',
  label: '',
  labels: '',
  value: '',
  version: '',
  first: '',
  second: '',
  workload: '',
  owner: '',
  kind: '',
  name: '',
  rule: '',
  behind: '',
  count: 0,
  caller: '',
  subset: '',
  field: '',
  regex: '',
  percent: '',
  verb: '',
  resource: '',
  root: '',
  by: '',
};

const waysOut = new Set([
  'external-name',
  'no-selector',
  'selector-has-version',
  'no-version-label',
  'one-version',
  'shared-version',
  'rolling-update',
  'no-ready-pods',
  'headless',
  'owned-by',
  'ambient',
  'several-owners',
  'unreachable',
  'stable-twice',
  'no-stable-share',
  'all-zero',
  'shadowed-subset',
  'match-conflict',
  'mirror-in-use',
  'fault-in-use',
  'http-only',
  'git-weights-only',
  'route-weights-only',
  'route-needs-services',
  'no-root',
  'nested-delegate',
  'delegate-hidden',
  'delegate-layer',
  'rights',
  'emit-only',
  'changed',
  'active',
] as const);
type WayOut = typeof waysOut extends Set<infer Code> ? Code : never;

function hasWayOut(code: string): code is WayOut {
  return (waysOut as ReadonlySet<string>).has(code);
}

export function useSplitRefusal(): (refusal: Pick<SplitRefusal, 'code' | 'about'>) => {
  reason: string;
  wayOut: string | null;
} {
  const t = useTranslations('wizard');
  return ({ code, about }) => {
    const values = { ...unsaid, ...about };
    return {
      reason: t(`refusal.${code}`, values),
      wayOut: hasWayOut(code) ? t(`wayOut.${code}`, values) : null,
    };
  };
}
