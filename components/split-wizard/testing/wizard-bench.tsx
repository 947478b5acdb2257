/** What stands in a step of the wizard, by itself: with answers and a world, and nothing that asks a server by itself. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { IntlProvider } from 'use-intl';
import type { SplitWorld } from '#lib/api/splits/split-world.ts';
import { messages } from '#lib/i18n/messages-en.ts';
import { type Answers, firstAnswers } from '../answers.ts';
import { WizardContext } from '../wizard-context.ts';
import { readWorld } from '../world-reading.ts';
import { world as reviews } from './world.ts';

export interface BenchProps {
  answers?: Answers;
  world?: SplitWorld;
  children: ReactNode;
}

export function WizardBench({
  answers = firstAnswers('canary', null),
  world = reviews(),
  children,
}: BenchProps) {
  return (
    <QueryClientProvider client={new QueryClient()}>
      <IntlProvider locale="en" messages={messages} timeZone="UTC">
        <WizardContext
          value={{
            world,
            answers,
            reading: readWorld(answers, world),
            faults: {},
            rate: null,
            change: () => undefined,
            setKind: () => undefined,
            goTo: () => undefined,
          }}
        >
          {children}
        </WizardContext>
      </IntlProvider>
    </QueryClientProvider>
  );
}
