'use client';
/** What of the wizard stands in the address: the service, what is preselected, and the step. */
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import type { ObjectName } from '#lib/client/address/routes.ts';
import { kindNamed, type WizardKind } from './answers.ts';
import { type StepName, stepNames } from './wizard-steps.ts';

export interface WizardUrl {
  service: ObjectName | null;
  candidate: string | null;
  kind: WizardKind | null;
  step: StepName | null;
  goTo(step: StepName): void;
  choose(service: ObjectName, kind: WizardKind, step: StepName): void;
  setKind(kind: WizardKind): void;
}

export function useWizardUrl(): WizardUrl {
  const [url, setUrl] = useQueryStates(
    {
      service: parseAsString,
      candidate: parseAsString,
      strategy: parseAsString,
      step: parseAsStringLiteral(stepNames),
    },
    { history: 'push' },
  );
  const service = useMemo(() => serviceNamed(url.service), [url.service]);
  return {
    service,
    candidate: url.candidate,
    kind: kindNamed(url.strategy),
    step: url.step,
    goTo: (step) => void setUrl({ step }),
    choose: ({ namespace, name }, kind, step) =>
      void setUrl({ service: `${namespace}/${name}`, candidate: null, strategy: kind, step }),
    setKind: (kind) => void setUrl({ strategy: kind }, { history: 'replace' }),
  };
}

/** `namespace/name` */
export function serviceNamed(text: string | null): ObjectName | null {
  const [namespace = '', name = '', more] = (text ?? '').split('/');
  return namespace === '' || name === '' || more !== undefined ? null : { namespace, name };
}
