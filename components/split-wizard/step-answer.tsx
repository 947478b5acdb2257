'use client';
/** What was answered at a step, in a line or two. */
import { useTranslations } from 'use-intl';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { VersionMark } from '#components/ui/states/version-mark.tsx';
import type { WorldVersion } from '#lib/api/splits/split-world.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { isRecipe } from './answers.ts';
import { stepsOf } from './canary-plan.ts';
import { useWizard } from './wizard-context.ts';
import { guardMode, type StepName } from './wizard-steps.ts';

export function StepAnswer({ step, ahead }: { step: StepName; ahead: boolean }) {
  switch (step) {
    case 'service':
      return <ServiceAnswer />;
    case 'versions':
      return <VersionsAnswer />;
    case 'where':
      return <WhereAnswer />;
    case 'strategy':
    case 'settings':
      return <StrategyAnswer ahead={ahead} />;
    case 'guard':
      return <GuardAnswer ahead={ahead} />;
    case 'review':
      return null;
  }
}

function ServiceAnswer() {
  const t = useTranslations('wizard.answer');
  const format = useFormat();
  const { world, rate } = useWizard();
  const { name, namespace, ports } = world.service;
  const [port] = ports;
  return (
    <>
      <span>{format.phrases([name, namespace])}</span>
      {port !== undefined && (
        <span>
          {format.phrases([
            t('protocol', { protocol: port.protocol, port: String(port.number) }),
            ...(rate === null ? [] : [format.perSecond(rate)]),
          ])}
        </span>
      )}
    </>
  );
}

function VersionsAnswer() {
  const { reading } = useWizard();
  return (
    <>
      {reading.stable !== null && <VersionLine of="stable" version={reading.stable} />}
      {reading.candidate !== null && <VersionLine of="candidate" version={reading.candidate} />}
    </>
  );
}

function VersionLine({ of, version }: { of: 'stable' | 'candidate'; version: WorldVersion }) {
  const t = useTranslations('wizard.answer');
  return (
    <span>
      <VersionMark role={of} size={8} />
      {t('pods', { version: version.value, ready: version.ready, total: version.total })}
    </span>
  );
}

function WhereAnswer() {
  const t = useTranslations('wizard.answer');
  const { world, reading, answers } = useWizard();
  const unknown = world.unknown.namespaces.length;
  const bypass = world.cautions.reduce(
    (sum, caution) => sum + (caution.code === 'callers-without-proxy' ? caution.workloads.length : 0),
    0,
  );
  return (
    <>
      <span>
        {world.makesVirtualService && !isRecipe(answers.kind)
          ? t('makes')
          : t('routes', { chosen: reading.points.length, all: world.points.length })}
      </span>
      {unknown > 0 && (
        <span data-warn>
          <StateMark state="degraded" size={11} />
          {t('unknown', { count: unknown })}
        </span>
      )}
      {bypass > 0 && (
        <span data-warn>
          <StateMark state="degraded" size={11} />
          {t('bypass', { count: bypass })}
        </span>
      )}
    </>
  );
}

function StrategyAnswer({ ahead }: { ahead: boolean }) {
  const t = useTranslations('wizard');
  const { answers } = useWizard();
  const { kind } = answers;
  if (isRecipe(kind)) return <span>{t(`recipe.${kind}`)}</span>;
  if (ahead) return null;
  if (kind === 'blue-green') return <span>{t('answer.blue-green')}</span>;
  if (kind === 'canary') return <span>{t('answer.canary', { steps: stepsOf(answers).length })}</span>;
  if (kind === 'ab') return <span>{t('answer.ab', { cases: answers.matches.length })}</span>;
  return <span>{t('answer.mirror', { percent: answers.mirrorPercent })}</span>;
}

function GuardAnswer({ ahead }: { ahead: boolean }) {
  const t = useTranslations('wizard.answer');
  const { answers, world } = useWizard();
  const mode = t(`guard.${guardMode(answers, world)}`);
  return <span>{ahead ? t('preset', { mode }) : mode}</span>;
}
