// @vitest-environment happy-dom
/** A proposal that cannot be started as things stand says why, and what is to be done. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import { IntlProvider } from 'use-intl';
import { afterEach, expect, it, vi } from 'vitest';
import type { PlanAnswer } from '#lib/api/splits/split-plan.ts';
import type { SplitProposal } from '#lib/api/splits/split-proposals.ts';
import { messages } from '#lib/i18n/messages-en.ts';
import { ProposalDialog } from './proposal-dialog.tsx';

vi.mock('next/navigation', () => ({ useRouter: () => ({ push: () => undefined }) }));

afterEach(() => {
  vi.unstubAllGlobals();
});

const proposal: SplitProposal = {
  name: 'sluice-proposal-offer-1',
  namespace: 'shop',
  service: 'offer',
  intent: {
    kind: 'split',
    namespace: 'shop',
    service: 'offer',
    stable: 'v1',
    candidate: 'v2',
    points: [],
    strategy: { kind: 'canary', percent: 5, sticky: false },
    plan: [],
    guard: { mode: 'advise', windowSeconds: 60, minimumRequests: 100, errorDelta: 2, latencyRatio: 1.3 },
    mode: null,
  },
  by: 'mara.lind',
  at: 1_796_049_605,
  reason: '',
  endsAt: 1_796_649_605,
  refusal: null,
};

const planned = (refusals: PlanAnswer['refusals']): Partial<PlanAnswer> => ({
  refusals,
  cautions: [],
  effects: [],
  drafts: [],
  dryRun: [],
  reviewed: 'x',
});

it('each reason with its way out', async () => {
  const down = { code: 'no-ready-pods' as const, about: { version: 'v2' }, field: null, object: null };
  const active = { code: 'active' as const, about: {}, field: null, object: null };
  vi.stubGlobal('fetch', async () => Response.json(planned([down, active])));
  render(
    <QueryClientProvider client={new QueryClient()}>
      <IntlProvider locale="en" messages={messages} timeZone="UTC">
        <ProposalDialog proposal={proposal} onClose={() => undefined} />
      </IntlProvider>
    </QueryClientProvider>,
  );
  expect(await screen.findByText('v2 has no ready pod. Wait until a pod is ready.')).toBeDefined();
  expect(screen.getByText(/A split of this service is under way already\. Watch it live/)).toBeDefined();
  expect(screen.getByRole('button', { name: 'Approve and start' })).toHaveProperty('disabled', true);
});
