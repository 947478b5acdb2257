// @vitest-environment happy-dom
/** The request that an A/B match is tried with: an answer stands beside the request that it is of. */
import { fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { PlanAnswer } from '#lib/api/splits/split-plan.ts';
import { firstAnswers } from '../answers.ts';
import { WizardBench } from '../testing/wizard-bench.tsx';
import { RequestTest } from './request-test.tsx';

afterEach(() => {
  vi.unstubAllGlobals();
});

function show(answer: object): void {
  vi.stubGlobal('fetch', async () =>
    Response.json({ destinations: [], tried: [], partial: {}, rule: null, ...answer }),
  );
  const target = { kind: 'virtualservices.networking.istio.io', namespace: 'bookinfo', name: 'reviews' };
  const drafts: PlanAnswer['drafts'] = [
    { change: { op: 'update', ...target, text: '' }, before: '', mode: 'own' },
  ];
  render(
    <WizardBench answers={firstAnswers('ab', null)}>
      <RequestTest plan={{ drafts, prediction: null }} />
    </WizardBench>,
  );
  fireEvent.click(screen.getByRole('button', { name: 'Where would it go?' }));
}

it('an answer goes when the request is another, and stands there again when it is the same', async () => {
  show({ outcome: 'forward', destinations: [{ host: 'reviews', subset: 'v3', share: 1 }] });
  expect(await screen.findByText('It goes to v3')).toBeDefined();
  const headers = screen.getByRole('textbox', { name: /Headers/ });
  fireEvent.change(headers, { target: { value: 'x-cohort: gamma' } });
  expect(screen.queryByText('It goes to v3')).toBeNull();
  fireEvent.change(headers, { target: { value: 'x-cohort: beta' } });
  expect(screen.getByText('It goes to v3')).toBeDefined();
});

it('what is not forwarded is said in words', async () => {
  show({ outcome: 'not-found' });
  expect(await screen.findByText(/no rule takes it, the caller gets 404/)).toBeDefined();
});
