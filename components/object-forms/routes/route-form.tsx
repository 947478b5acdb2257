'use client';
/** An HTTPRoute or GRPCRoute: where it is bound and for which host names, then its rules. */
import { useTranslations } from 'use-intl';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { isJsonObject, type Json, own } from '#lib/document/json.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import type { Field, Shape } from '#lib/istio/forms/field.ts';
import type { RouteKind } from '#lib/istio/gateway-api/lens/conditions.ts';
import { GroupFields } from '../fields/group-fields.tsx';
import { isBelow, useForm } from '../form-context.ts';
import styles from '../forms.module.css';
import ruleStyles from '../rules/rules.module.css';
import { useReader } from '../use-field.ts';
import { useOpened } from '../use-opened.ts';
import { RouteRules } from './route-rules.tsx';

export interface RouteFormProps {
  kind: RouteKind;
  form: Field;
  shape: Extract<Shape, { type: 'group' }>;
}

const rulesAlone: ReadonlySet<string> = new Set(['rules']);

export function RouteForm({ kind, form, shape }: RouteFormProps) {
  const rules = shape.fields.find(({ key }) => key === 'rules');
  return (
    <div className={styles.fields}>
      <BoundTo form={form} shape={shape} />
      {rules?.shape.type === 'items' && <RouteRules kind={kind} item={rules.shape.item} />}
    </div>
  );
}

const bound = ['parentRefs', 'hostnames'];

/** Parents and host names as one sentence; their fields on press. */
function BoundTo({ form, shape }: Omit<RouteFormProps, 'kind'>) {
  const t = useTranslations('forms.routes');
  const format = useFormat();
  const common = useTranslations('forms.appliesTo');
  const { findings, focusPath, readOnly, live } = useForm();
  const read = useReader();
  const listOf = (key: string): readonly Json[] => {
    const { value } = read(['spec', key]);
    return Array.isArray(value) ? value : [];
  };
  const hostnames = listOf('hostnames').filter((host) => typeof host === 'string');
  const parents = listOf('parentRefs').map(parentName);
  const problems = bound.flatMap((key) => findings.below(['spec', key]));
  const led = focusPath !== null && bound.some((key) => isBelow(focusPath, ['spec', key]));
  const [open, setOpen] = useOpened(led || problems.length > 0 || parents.length === 0);
  const changed = live !== null && bound.some((key) => read(['spec', key]).changed);
  return (
    <section className={ruleStyles.applies} data-changed={changed || undefined} aria-label={common('title')}>
      <div className={ruleStyles.appliesRow}>
        <span className={ruleStyles.dim}>{common('title')}</span>
        <span className={ruleStyles.hosts}>
          {hostnames.slice(0, 3).map((host) => (
            <code key={host}>{host}</code>
          ))}
          {hostnames.length > 3 && <span>{common('moreHosts', { count: hostnames.length - 3 })}</span>}
          {hostnames.length === 0 && parents.length > 0 && <span>{t('allHosts')}</span>}
        </span>
        <span className={ruleStyles.dim}>
          {parents.length === 0
            ? t('unbound')
            : common('gateways', { gateways: format.list(parents.slice(0, 3)) })}
          {parents.length > 3 && ` ${common('moreHosts', { count: parents.length - 3 })}`}
        </span>
        {problems.length > 0 && <StateMark state="failing" label={problems[0]?.message ?? ''} />}
        <span className={ruleStyles.gap} />
        <button type="button" className={ruleStyles.link} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? common('close') : common(readOnly ? 'show' : 'edit')}
        </button>
      </div>
      {open && (
        <div className={ruleStyles.appliesFields}>
          <GroupFields shape={shape} words={form.words} path={['spec']} skip={rulesAlone} />
        </div>
      )}
    </section>
  );
}

function parentName(parent: Json): string {
  if (!isJsonObject(parent)) return '?';
  const text = (key: string) => {
    const value = own(parent, key);
    return typeof value === 'string' ? value : '';
  };
  const name = [text('namespace'), text('name')].filter(Boolean).join('/');
  const listener = text('sectionName') === '' ? '' : ` (${text('sectionName')})`;
  return `${text('kind') || 'Gateway'} ${name}${listener}`;
}
