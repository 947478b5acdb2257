'use client';
/** Where copies go: another service of the mesh, e.g. one of a test namespace. */
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { SelectInput } from '#components/kit/form-fields/select-input.tsx';
import { queries } from '#lib/client/queries/queries.ts';
import styles from '../form.module.css';
import { useFieldFault } from '../use-field-fault.ts';
import { useWizard } from '../wizard-context.ts';
import { TextField } from './text-field.tsx';

export function MirrorTarget() {
  const t = useTranslations('wizard.settings');
  const fault = useFieldFault();
  const { answers, world, change } = useWizard();
  const { target } = answers;
  const { data: choices } = useQuery(queries.configurationChoices(world.service.namespace));
  const hosts =
    choices?.hosts.filter(({ namespace, host }) => namespace !== '' && host !== world.service.host) ?? [];
  const namespaces = [...new Set(hosts.map(({ namespace }) => namespace))].sort();
  const services = hosts
    .filter(({ namespace }) => namespace === target.namespace)
    .map(({ host }) => host.split('.')[0] ?? host);
  const set = (part: Partial<typeof target>) => change({ target: { ...target, ...part } });
  const none = { value: '', text: t('choose') };
  return (
    <div className={styles.fields}>
      <div className={styles.field}>
        <span>{t('targetNamespace')}</span>
        <SelectInput
          label={t('targetNamespace')}
          value={target.namespace}
          width={180}
          options={[none, ...namespaces.map((value) => ({ value, text: value }))]}
          onChange={(namespace) => set({ namespace, service: '', port: '' })}
        />
      </div>
      <div className={styles.field}>
        <span>{t('target')}</span>
        <SelectInput
          label={t('target')}
          value={target.service}
          width={200}
          disabled={target.namespace === ''}
          options={[none, ...services.map((value) => ({ value, text: value }))]}
          onChange={(service) => set({ service })}
        />
      </div>
      <TextField
        label={t('targetPort')}
        value={target.port}
        width={84}
        numeric
        fault={fault('target.port', 'whole')}
        onChange={(port) => set({ port })}
      />
      <TextField
        label={t('copies')}
        value={answers.mirrorPercent}
        width={100}
        unit="%"
        numeric
        fault={fault('mirrorPercent', 'share')}
        onChange={(mirrorPercent) => change({ mirrorPercent })}
      />
    </div>
  );
}
