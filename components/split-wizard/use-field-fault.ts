'use client';
/** What is wrong with a field of a recipe, in words. */
import { useTranslations } from 'use-intl';
import { recipeFaults } from './recipe-intent.ts';
import { useWizard } from './wizard-context.ts';

type Wrong = 'duration' | 'whole' | 'share' | 'words' | 'wait';

/** What is wrong with a field, in words; null when nothing is. */
export function useFieldFault(): (field: string, wrong: Wrong) => string | null {
  const t = useTranslations('wizard.settings.wrong');
  const { answers } = useWizard();
  const faults = recipeFaults(answers);
  return (field, wrong) => (faults.has(field) ? t(wrong) : null);
}
