'use client';
/** Who watches: nobody, a verdict, or the guard, which aborts by itself where an admin has bound it; why it is not offered elsewhere. */
import { useTranslations } from 'use-intl';
import { TextInput } from '#components/kit/form-fields/text-input.tsx';
import { CopyBlock } from '#components/ui/states/copy-block.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { VisuallyHidden } from '#components/ui/states/visually-hidden.tsx';
import type { Format } from '#lib/i18n/format.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { type GuardField, guardFields, guardNumber } from '#lib/splits/watch/guard-limits.ts';
import styles from '../form.module.css';
import { useWizard } from '../wizard-context.ts';
import { guardMode } from '../wizard-steps.ts';

const modes = ['off', 'advise', 'auto-abort'] as const;

export function GuardStep() {
  const t = useTranslations('wizard.guard');
  const fault = useTranslations('wizard.fault');
  const { world, answers, faults, change } = useWizard();
  const chosen = guardMode(answers, world);
  return (
    <>
      <h2 className={styles.question}>{t('question')}</h2>
      <fieldset className={styles.radios}>
        <legend>
          <VisuallyHidden>{t('question')}</VisuallyHidden>
        </legend>
        {modes.map((mode) => {
          const offered = world.guard.modes.includes(mode);
          return (
            <label key={mode} className={styles.radioRow} data-off={!offered || undefined}>
              <input
                type="radio"
                name="wizard-guard"
                className={styles.radio}
                checked={chosen === mode}
                disabled={!offered}
                onChange={() => change({ guard: { ...answers.guard, mode } })}
              />
              <span>
                <b>{t(mode)}</b>
                <p>{t(`${mode}Detail`)}</p>
                {!offered && <Obstacle />}
              </span>
            </label>
          );
        })}
      </fieldset>
      {faults.guard === 'schedule' && (
        <p className={styles.wrong} role="status">
          <StateMark state="degraded" size={13} /> {fault('schedule')}
        </p>
      )}
      {chosen !== 'off' && (
        <section className={styles.section} aria-label={t('limits')}>
          <h3>{t('limits')}</h3>
          {guardFields.map((field) => (
            <LimitRow key={field} field={field} />
          ))}
        </section>
      )}
    </>
  );
}

/** Why the guard cannot abort here, and what an admin would have to run. */
function Obstacle() {
  const t = useTranslations('wizard.guard');
  const common = useTranslations('common');
  const format = useFormat();
  const { world } = useWizard();
  const { obstacle, missing } = world.guard;
  const { namespace } = world.service;
  return (
    <>
      {obstacle !== null && (
        <p>
          <StateMark state="degraded" size={12} /> {t(`obstacle.${obstacle}`, { namespace })}
        </p>
      )}
      {obstacle === 'no-role' && (
        <>
          {missing.length > 0 && <p>{t('needs', { rights: rightsOf(missing, format) })}</p>}
          <p>{t('bind')}</p>
          <CopyBlock
            text={`sed 's/namespace: shop$/namespace: ${namespace}/' deploy/guard-role.yaml | \\\n  kubectl apply -f -`}
            copyLabel={common('copy')}
            copiedLabel={common('copied')}
          />
        </>
      )}
    </>
  );
}

/** "virtualservices: get, update; leases: …" */
function rightsOf(missing: readonly { verb: string; resource: string }[], format: Format): string {
  const groups = [...Map.groupBy(missing, ({ resource }) => resource)];
  return format.clauses(
    groups.map(([resource, rights]) => `${resource}: ${format.list(rights.map(({ verb }) => verb))}`),
  );
}

function LimitRow({ field }: { field: GuardField }) {
  const t = useTranslations('wizard.guard');
  const { world, answers, reading, change } = useWizard();
  const preset = world.guard.defaults[field];
  const text =
    answers.guard[field] ?? (field === 'windowSeconds' ? t('seconds', { seconds: preset }) : String(preset));
  const wrong = guardNumber(field, text) === null;
  const stable = reading.stable?.value ?? '';
  const unit = field === 'windowSeconds' ? undefined : t(`unit.${field}`);
  return (
    <div className={styles.choice}>
      <div className={styles.choiceText}>
        <b>{t(field, { stable })}</b>
        <p>{t(`hint.${field}`)}</p>
      </div>
      <div className={styles.field}>
        <TextInput
          label={t(field, { stable })}
          value={text}
          unit={unit}
          numeric
          width={152}
          wrong={wrong}
          onChange={(value) => change({ guard: { ...answers.guard, [field]: value } })}
        />
        {wrong && (
          <span className={styles.wrong}>
            <StateMark state="degraded" size={12} /> {t(`fault.${field}`)}
          </span>
        )}
      </div>
    </div>
  );
}
