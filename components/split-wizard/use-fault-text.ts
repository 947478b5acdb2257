'use client';
/** Why a step cannot be right, in words. */
import { useContext } from 'react';
import { useTranslations } from 'use-intl';
import { WizardContext } from './wizard-context.ts';
import type { Fault } from './wizard-steps.ts';

export function useFaultText(): (fault: Fault) => string {
  const t = useTranslations('wizard');
  const foreign = useContext(WizardContext)?.world.foreign ?? null;
  return (fault) => t(`fault.${fault}`, { owner: foreign === null ? '' : t(`owner.${foreign.owner}`) });
}
