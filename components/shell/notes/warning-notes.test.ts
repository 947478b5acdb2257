import { describe, expect, it } from 'vitest';
import { warningLines } from './warning-notes.tsx';

const of = (code: string, source: 'kubernetes' | 'prometheus' | 'console', detail = '') => ({
  code,
  source,
  detail,
});

describe('warningLines', () => {
  it('is one line a code, with all its names', () => {
    const warnings = [
      of('namespace-forbidden', 'kubernetes', 'a'),
      of('namespace-forbidden', 'kubernetes', 'b'),
    ];
    expect(warningLines(warnings, new Set())).toEqual([{ code: 'namespace-forbidden', details: ['a', 'b'] }]);
  });

  it('has words for codes of a later server', () => {
    expect(warningLines([of('made-up', 'prometheus')], new Set())).toEqual([
      { code: 'other-prometheus', details: [''] },
    ]);
  });

  it('does not repeat what a banner says, but never drops a missing right', () => {
    const warnings = [
      of('prometheus-stale', 'prometheus'),
      of('kubernetes-stale', 'kubernetes'),
      of('kind-forbidden', 'kubernetes', 'sidecars'),
    ];
    const said = new Set(['prometheus', 'kubernetes'] as const);
    expect(warningLines(warnings, said).map(({ code }) => code)).toEqual(['kind-forbidden']);
  });
});
