// @vitest-environment happy-dom
/** What stops a split is said of the rule that it is about, where several are chosen. */
import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { firstAnswers } from './answers.ts';
import { RefusalNotes } from './notes.tsx';
import { WizardBench } from './testing/wizard-bench.tsx';
import { point, world } from './testing/world.ts';

function said(field: string | null, names: readonly string[]): string {
  const points = names.map((name) => point(name, [['v1', 100]]));
  render(
    <WizardBench answers={firstAnswers('fault', null)} world={world({ points })}>
      <RefusalNotes refusals={[{ code: 'fault-in-use', about: {}, field, object: null }]} />
    </WizardBench>,
  );
  return screen.getByRole('alert').querySelector('p')?.textContent ?? '';
}

it.each([
  ['/points/1', ['testers', 'everyone'], 'reviews · everyone: The rule already injects a fault.'],
  ['/points/0', ['everyone'], 'The rule already injects a fault.'],
  [null, ['testers', 'everyone'], 'The rule already injects a fault.'],
  ['/points/9', ['testers', 'everyone'], 'The rule already injects a fault.'],
])('%s of %j: %s', (field, names, text) => {
  expect(said(field, names)).toBe(text);
});
