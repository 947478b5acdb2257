/** What Istio takes without a word and what multiplies requests (SLU0014): very many retries, and a mirror to where they go already. */
import type { VirtualService } from '../../objects.ts';
import type { HttpRule } from '../../routing/rules.ts';
import { type Observation, observe } from '../finding.ts';
import type { CheckedObject } from '../view/view.ts';

/** Istio's default is 2; a failing service gets every request so many times more. */
const manyAttempts = 10;

export function checkGuardRails({ object }: CheckedObject<VirtualService>): Observation[] {
  return (object.spec?.http ?? []).flatMap((rule, index) => {
    const path = ['spec', 'http', index];
    return [...manyRetries(rule, path), ...mirrorsOntoItself(rule, path)];
  });
}

function manyRetries({ retries }: HttpRule, path: readonly (string | number)[]): Observation[] {
  const attempts = retries?.attempts ?? 0;
  if (attempts <= manyAttempts) return [];
  return [observe('SLU0014', [...path, 'retries', 'attempts'], { attempts }, { detail: 'retries' })];
}

function mirrorsOntoItself(rule: HttpRule, path: readonly (string | number)[]): Observation[] {
  if (!rule.mirror && !rule.mirrors) return [];
  const taken = new Set(
    (rule.route ?? []).filter(({ weight }) => weight !== 0).map(({ destination }) => placeOf(destination)),
  );
  const mirrors = [
    { destination: rule.mirror, at: ['mirror'] as (string | number)[] },
    ...(rule.mirrors ?? []).map(({ destination }, index) => ({ destination, at: ['mirrors', index] })),
  ];
  return mirrors.flatMap(({ destination, at }) =>
    destination !== undefined && taken.has(placeOf(destination))
      ? [observe('SLU0014', [...path, ...at], { host: destination.host ?? '' }, { detail: 'mirror' })]
      : [],
  );
}

function placeOf(destination: { host?: string; subset?: string } | undefined): string {
  return JSON.stringify([destination?.host ?? '', destination?.subset ?? '']);
}
