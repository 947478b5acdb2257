'use client';
/** What a new object begins with: its kind, namespace, name, whom it is for, and an example. */
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { SelectInput } from '#components/kit/form-fields/select-input.tsx';
import { TextInput } from '#components/kit/form-fields/text-input.tsx';
import { NoMesh } from '#components/shell/notes/no-mesh.tsx';
import { Button } from '#components/ui/buttons/button.tsx';
import type { Drafts } from '#lib/client/drafts/drafts.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { kindId, kinds } from '#lib/istio/kinds/registry.ts';
import { templateSpec, templateText } from '#lib/istio/templates/template.ts';
import { templates } from '#lib/istio/templates/templates.ts';
import editor from '../editor.module.css';
import { ObjectPageHead } from '../head/object-page-head.tsx';
import { type KindKey, newNames } from './new-names.ts';
import styles from './new-start.module.css';
import { isObjectName } from './new-text.ts';
import { UnfinishedList } from './unfinished-list.tsx';

export interface NewStartProps {
  /** Kind id. */
  kind: string | null;
  namespace: string;
  template: string | null;
  namespaces: readonly string[];
  drafts: Drafts;
  onChange: (part: { kind?: string; namespace?: string; template?: string | null }) => void;
  onBegin: (chosen: { kind: string; namespace: string }, text: string, name: string) => void;
}

export function NewStart(props: NewStartProps) {
  const { kind, namespace, template, namespaces, drafts, onChange, onBegin } = props;
  const t = useTranslations('editor');
  const comments = useTranslations('editor.templateComment');
  const id = useId();
  const { data: choices, isPending } = useQuery(queries.configurationChoices(namespace));
  const [typed, setTyped] = useState('');
  const [name, setName] = useState('');
  const creatable = choices?.creatable;
  // None of the kinds is there: that is not a right that somebody lacks.
  const isServed = choices === undefined || Object.keys(choices.apiVersions).length > 0;
  const options = (Object.keys(kinds) as KindKey[]).filter(
    (key) => creatable === undefined || creatable.includes(kindId(kinds[key])),
  );
  const wished = kind === null ? undefined : options.find((key) => kindId(kinds[key]) === kind);
  const key = wished ?? options[0];
  const info = key === undefined ? undefined : kinds[key];
  const examples = key === undefined ? [] : templates[key];
  const chosen =
    examples.find((one) => one.id === template) ?? (template === 'empty' ? undefined : examples[0]);
  const { subject, names: given } = newNames(
    key ?? 'virtualServices',
    { namespace, subject: typed, name },
    choices,
  );
  const shownName = given.name;
  const names = { ...given, name: shownName || 'name' };
  const badName = !isObjectName(shownName);

  function begin() {
    if (info === undefined || badName) return;
    const apiVersion = choices?.apiVersions[kindId(info)] ?? `${info.group}/${info.versions[0]}`;
    const text = templateText({ apiVersion, kind: info.kind }, chosen, names, (key) => comments(key));
    onBegin({ kind: kindId(info), namespace }, text, shownName);
  }

  if (!isServed) return <NoMesh />;
  return (
    <div className={editor.page}>
      <ObjectPageHead namespace={namespace} kind="" title={t('new.title')} />
      <UnfinishedList drafts={drafts} />
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          begin();
        }}
      >
        <p className={styles.lead}>{t('new.lead')}</p>
        <label htmlFor={`${id}-namespace`}>{t('new.namespace')}</label>
        <SelectInput
          id={`${id}-namespace`}
          label={t('new.namespace')}
          className={styles.field}
          value={namespace}
          options={namespaces.map((value) => ({ value, text: value }))}
          onChange={(value) => onChange({ namespace: value })}
        />
        {info === undefined || key === undefined ? (
          <p className={styles.wide}>{t('new.noKinds', { namespace })}</p>
        ) : (
          <>
            <label htmlFor={`${id}-kind`}>{t('new.kind')}</label>
            <SelectInput
              id={`${id}-kind`}
              label={t('new.kind')}
              className={styles.field}
              value={kindId(info)}
              options={options.map((one) => ({
                value: kindId(kinds[one]),
                text: `${kinds[one].kind}${one === 'kubernetesGateways' ? ' (gateway.networking.k8s.io)' : ''}`,
              }))}
              onChange={(value) => onChange({ kind: value, template: null })}
            />
            {subject !== null && (
              <>
                <label htmlFor={`${id}-host`}>{t('new.host')}</label>
                <TextInput
                  id={`${id}-host`}
                  label={t('new.host')}
                  className={styles.field}
                  code
                  value={typed}
                  placeholder={subject.shown}
                  options={subject.options}
                  onChange={(value) => setTyped(value.trim())}
                />
              </>
            )}
            <label htmlFor={`${id}-name`}>{t('new.name')}</label>
            <div className={styles.stack}>
              <TextInput
                id={`${id}-name`}
                label={t('new.name')}
                className={styles.field}
                code
                value={name}
                placeholder={shownName}
                wrong={name !== '' && badName}
                describedBy={`${id}-name-note`}
                onChange={(value) => setName(value.trim())}
                onEnter={begin}
              />
              <span
                id={`${id}-name-note`}
                className={styles.note}
                data-bad={(shownName !== '' && badName) || undefined}
              >
                {badName && t(shownName === '' ? 'new.noName' : 'new.badName')}
              </span>
            </div>
            <span id={`${id}-examples`} className={styles.label}>
              {t('new.template')}
            </span>
            <div role="radiogroup" aria-labelledby={`${id}-examples`} className={styles.examples}>
              {examples.map((one) => (
                <label key={one.id} className={styles.example}>
                  <input
                    type="radio"
                    name={`${id}-example`}
                    checked={chosen?.id === one.id}
                    onChange={() => onChange({ template: one.id })}
                  />
                  <span>
                    <b>{t(`template.${key}.${one.id}` as Parameters<typeof t>[0])}</b>
                    <pre>{templateSpec(one, names, (comment) => comments(comment)).trim()}</pre>
                  </span>
                </label>
              ))}
              <label className={styles.example}>
                <input
                  type="radio"
                  name={`${id}-example`}
                  checked={chosen === undefined}
                  onChange={() => onChange({ template: 'empty' })}
                />
                <span>
                  <b>{t('new.empty')}</b>
                  <span className={styles.note}>{t('new.emptyDetail')}</span>
                </span>
              </label>
            </div>
            <div className={styles.end}>
              <Button type="submit" tone="accent" disabled={badName || namespace === '' || isPending}>
                {t('new.begin')}
              </Button>
            </div>
          </>
        )}
      </form>
    </div>
  );
}
