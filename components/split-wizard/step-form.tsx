'use client';
/** The form of one step: one question each. */
import { isRecipe } from './answers.ts';
import { ReviewStep, type Started } from './review/review-step.tsx';
import { GuardStep } from './steps/guard-step.tsx';
import { SettingsStep } from './steps/settings-step.tsx';
import { StrategyStep } from './steps/strategy-step.tsx';
import { VersionsStep } from './steps/versions-step.tsx';
import { WhereStep } from './steps/where-step.tsx';
import type { PlanState } from './use-plan.ts';
import { useWizard } from './wizard-context.ts';
import type { StepName } from './wizard-steps.ts';

export type StepFormProps = {
  step: Exclude<StepName, 'service'>;
  plan: PlanState;
} & Started;

export function StepForm({ step, plan, ...started }: StepFormProps) {
  const { answers } = useWizard();
  switch (step) {
    case 'versions':
      return <VersionsStep />;
    case 'where':
      return <WhereStep />;
    case 'strategy':
      return <StrategyStep plan={plan.plan} />;
    case 'settings':
      return isRecipe(answers.kind) ? <SettingsStep kind={answers.kind} plan={plan.plan} /> : null;
    case 'guard':
      return <GuardStep />;
    case 'review':
      return <ReviewStep plan={plan} {...started} />;
  }
}
