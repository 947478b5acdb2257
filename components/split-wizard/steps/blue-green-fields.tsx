'use client';
/** Blue-green: a header by which the new version can be seen before the flip, and what the flip is. */
import { useTranslations } from 'use-intl';
import { CopyBlock } from '#components/ui/states/copy-block.tsx';
import styles from '../form.module.css';
import { useWizard } from '../wizard-context.ts';
import { headerFault, mayAddRules, previewHeader } from '../wizard-steps.ts';
import { ChoiceRow, Switch } from './choice-row.tsx';
import { TextField } from './text-field.tsx';

export function BlueGreenFields() {
  const t = useTranslations('wizard.blueGreen');
  const fault = useTranslations('wizard.fault');
  const common = useTranslations('common');
  const { answers, reading, world, change } = useWizard();
  const { preview } = answers;
  const free = mayAddRules(reading);
  const stable = reading.stable?.value ?? '';
  const candidate = reading.candidate?.value ?? '';
  const [port] = world.service.ports;
  const header = previewHeader(answers, reading);
  const wrong = preview.on && headerFault(header) ? fault('header') : null;
  const set = (part: Partial<typeof preview>) => change({ preview: { ...preview, ...part } });
  const on = preview.on && free;
  return (
    <div className={styles.section}>
      <ChoiceRow
        name={t('preview')}
        detail={free ? t('previewDetail', { version: candidate }) : t('previewNot')}
      >
        <Switch label={t('preview')} on={on} disabled={!free} onChange={(next) => set({ on: next })} />
      </ChoiceRow>
      {on && (
        <>
          <div className={styles.fields}>
            <TextField
              label={t('header')}
              value={preview.name}
              width={200}
              code
              fault={wrong}
              onChange={(name) => set({ name })}
            />
            <TextField
              label={t('value')}
              value={preview.value}
              width={200}
              code
              placeholder={candidate}
              fault={null}
              onChange={(value) => set({ value })}
            />
          </div>
          {wrong === null && (
            <div className={styles.fields}>
              <div className={styles.grow}>
                <p className={styles.hint}>{t('curl')}</p>
                <CopyBlock
                  text={`curl -H '${header.name}: ${header.value}' http://${world.service.host}:${port?.number ?? 80}/`}
                  copyLabel={common('copy')}
                  copiedLabel={common('copied')}
                />
              </div>
            </div>
          )}
        </>
      )}
      <ChoiceRow name={t('flip')} detail={t('flipDetail', { stable, candidate })}>
        <span />
      </ChoiceRow>
    </div>
  );
}
