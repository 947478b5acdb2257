// @vitest-environment happy-dom
/** Sentences of the review: with their numbers, and claiming no more than what will happen. */
import { cleanup, render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { PlanEffect } from '#lib/api/splits/split-plan.ts';
import type { SplitWorld } from '#lib/api/splits/split-world.ts';
import { WizardBench } from '../testing/wizard-bench.tsx';
import { point, world } from '../testing/world.ts';
import { Effects } from './effects.tsx';

function told(
  code: PlanEffect['code'],
  about: PlanEffect['about'],
  part: Partial<SplitWorld> = {},
  of: PlanEffect['point'] = null,
): string[] {
  const object = { kind: 'VirtualService', namespace: 'bookinfo', name: 'reviews' };
  render(
    <WizardBench world={world(part)}>
      <Effects effects={[{ code, about, object, point: of }]} />
    </WizardBench>,
  );
  const texts = screen.queryAllByRole('listitem').map((one) => one.querySelector('p')?.textContent ?? '');
  cleanup();
  return texts.map((text) => text.replaceAll('\u00a0', ' ').trim());
}

const breaker = {
  errors: 0,
  interval: '',
  ejection: '',
  mostPercent: 0,
  connections: 0,
  pending: 0,
  requests: 0,
  outlierRemoved: 0,
  poolRemoved: 0,
};

it('a circuit breaker: what is set and what is taken off, and nothing of what is neither', () => {
  const outlier = { errors: 5, interval: '10s', ejection: '30s', mostPercent: 50 };
  expect(told('circuit-breaker', { ...breaker, ...outlier })).toEqual([
    'A pod that answers 5 requests in a row with 5xx gets nothing for 30s, longer each time. It is looked at every 10s; at most 50 % of the pods are left out at once.',
  ]);
  expect(told('circuit-breaker', { ...breaker, connections: 100, requests: 1, outlierRemoved: 1 })).toEqual([
    'Failing pods are not left out any more.',
    'At most 100 TCP connections, 1 request at once from each caller’s proxy to the service. What is more waits or gets 503.',
  ]);
});

it('retries: how often, of what; none is not the same as Istio’s own', () => {
  expect(told('retries', { set: 1, attempts: 2, perTry: '500ms', on: '5xx,reset' })).toEqual([
    'Callers in the mesh: a failed request is tried again, at most 2 times. Each try may take 500ms. What counts as failed: 5xx, reset.',
  ]);
  expect(told('retries', { set: 1, attempts: 0, perTry: '', on: '' })).toEqual([
    'Callers in the mesh: a failed request is not tried again.',
  ]);
  expect(told('retries', { set: 0, attempts: 0, perTry: '', on: '' })[0]).toContain('Istio’s own apply');
});

it('a fault: who takes it off is said, and nobody is promised who cannot', () => {
  const about = { delay: '2s', delayPercent: 10, status: 0, abortPercent: 0, seconds: 600 };
  const guard = world().guard;
  expect(told('fault', about, { guard: { ...guard, obstacle: 'no-role' } })).toEqual([
    'Callers in the mesh: 10 % of requests wait 2s.',
    'The fault is meant to end after 10 min. Nobody takes it off by itself: you have to, in one press.',
  ]);
  expect(told('fault', about, { guard: { ...guard, obstacle: null } })[1]).toBe(
    'The guard takes the fault off after 10 min.',
  );
  // It is ended by its time, whatever the metrics say.
  expect(told('fault', about, { guard: { ...guard, obstacle: 'no-metrics' } })[1]).toContain(
    'The guard takes',
  );
});

it('weights: what holds until now is said, where weights tell it', () => {
  const about = { candidate: 'v3', stable: 'v1', percent: 5, rest: 95 };
  const everyone = (shares: readonly [string | null, number][]) => {
    const rule = point('everyone', shares);
    return told(
      'weights',
      about,
      { points: [rule] },
      { ref: rule.ref, hosts: rule.hosts, gateways: ['mesh'] },
    );
  };
  const said = 'Callers in the mesh: 5 % go to v3 and 95 % to v1.';
  expect(
    everyone([
      ['v1', 80],
      ['v3', 20],
    ]),
  ).toEqual([`${said} Until now: v1 80 %, v3 20 %.`]);
  // A plain host shares by its pods.
  expect(everyone([[null, 100]])).toEqual([said]);
});
