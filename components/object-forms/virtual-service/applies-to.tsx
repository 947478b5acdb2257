'use client';
/** Hosts, gateways and visibility as one sentence; its fields on press. */
import { useTranslations } from 'use-intl';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { Json } from '#lib/document/json.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import type { Field, Shape } from '#lib/istio/forms/field.ts';
import { GroupFields } from '../fields/group-fields.tsx';
import { isBelow, useForm } from '../form-context.ts';
import styles from '../rules/rules.module.css';
import { useReader } from '../use-field.ts';
import { useOpened } from '../use-opened.ts';

export interface AppliesToProps {
  form: Field;
  shape: Extract<Shape, { type: 'group' }>;
}

const own = ['hosts', 'gateways', 'exportTo'];

export function AppliesTo({ form, shape }: AppliesToProps) {
  const t = useTranslations('forms.appliesTo');
  const format = useFormat();
  const { findings, focusPath, readOnly, live } = useForm();
  const read = useReader();
  const texts = (key: string): string[] => {
    const { value } = read(['spec', key]);
    return Array.isArray(value) ? value.filter((item: Json) => typeof item === 'string') : [];
  };
  const [hosts, gateways, exportTo] = [texts('hosts'), texts('gateways'), texts('exportTo')];
  const problems = own.flatMap((key) => findings.below(['spec', key]));
  const led = focusPath !== null && own.some((key) => isBelow(focusPath, ['spec', key]));
  const [open, setOpen] = useOpened(led || problems.length > 0);
  const changed = live !== null && own.some((key) => read(['spec', key]).changed);
  const named = gateways.filter((gateway) => gateway !== 'mesh');
  const mesh = gateways.length === 0 || gateways.includes('mesh');
  const skip = new Set(shape.fields.map(({ key }) => key).filter((key) => !own.includes(key)));
  return (
    <section className={styles.applies} data-changed={changed || undefined} aria-label={t('title')}>
      <div className={styles.appliesRow}>
        <span className={styles.dim}>{t('title')}</span>
        {hosts.length === 0 ? (
          <span>{t('delegate')}</span>
        ) : (
          <span className={styles.hosts}>
            {hosts.slice(0, 3).map((host) => (
              <code key={host}>{host}</code>
            ))}
            {hosts.length > 3 && <span>{t('moreHosts', { count: hosts.length - 3 })}</span>}
          </span>
        )}
        {hosts.length > 0 && (
          <span className={styles.dim}>
            {mesh && named.length === 0 && t('mesh')}
            {mesh && named.length > 0 && t('both', { gateways: format.list(named) })}
            {!mesh && t('gateways', { gateways: format.list(named) })}
            {exportTo.length > 0 && ` ${t('visible', { namespaces: format.list(exportTo) })}`}
          </span>
        )}
        {problems.length > 0 && <StateMark state="failing" label={problems[0]?.message ?? ''} />}
        <span className={styles.gap} />
        <button type="button" className={styles.link} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t('close') : t(readOnly ? 'show' : 'edit')}
        </button>
      </div>
      {open && (
        <div className={styles.appliesFields}>
          <GroupFields shape={shape} words={form.words} path={['spec']} skip={skip} />
        </div>
      )}
    </section>
  );
}
