'use client';
/** The request: who sends it, and what it looks like. What is wrong is said beside its field; nothing is lost by it. */
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import { useTranslations } from 'use-intl';
import type { Option } from '#components/kit/form-fields/option-list.tsx';
import { SelectInput } from '#components/kit/form-fields/select-input.tsx';
import { TextInput } from '#components/kit/form-fields/text-input.tsx';
import { useScope } from '#components/shell/use-scope.ts';
import { pageRanges } from '#lib/client/address/scope.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { readSenderName } from '#lib/istio/routing/sidecar/sender.ts';
import { protocols, type RequestDraft, type RequestField, type RequestProblem } from './request-text.ts';
import styles from './tester.module.css';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'].map((value) => ({ value }));

export interface RequestFormProps {
  draft: RequestDraft;
  problems: ReadonlyMap<RequestField, RequestProblem>;
  onChange(change: Partial<RequestDraft>): void;
}

export function RequestForm({ draft, problems, onChange }: RequestFormProps) {
  const t = useTranslations('tester');
  const namespace = readSenderName(draft.from.trim())?.namespace ?? null;
  const { senders, hosts, portsOf } = useSuggestions(namespace);
  const isHttp = draft.protocol === 'http' || draft.protocol === 'https';
  return (
    <form className={styles.form} aria-label={t('form')} onSubmit={(event) => event.preventDefault()}>
      <Field label={t('from')} problem={problems.get('from')} shown={draft.from !== ''} wide>
        {(field) => (
          <TextInput
            {...field}
            code
            value={draft.from}
            placeholder={t('fromHint')}
            options={senders}
            onChange={(from) => onChange({ from })}
          />
        )}
      </Field>
      <Field label={t('host')} problem={problems.get('host')} shown={draft.host !== ''}>
        {(field) => (
          <TextInput
            {...field}
            code
            value={draft.host}
            options={hosts}
            onChange={(host) => onChange({ host })}
            onChoose={(host) => {
              const [port] = portsOf(host);
              onChange({ host, ...(port === undefined || draft.port !== '' ? {} : { port: port.value }) });
            }}
          />
        )}
      </Field>
      <Field label={t('port')} problem={problems.get('port')} shown={draft.port !== ''} narrow>
        {(field) => (
          <TextInput
            {...field}
            numeric
            value={draft.port}
            options={portsOf(draft.host)}
            onChange={(port) => onChange({ port })}
          />
        )}
      </Field>
      <Field label={t('protocol')} narrow>
        {(field) => (
          <SelectInput
            {...field}
            value={draft.protocol}
            options={protocols.map((value) => ({ value, text: value }))}
            onChange={(protocol) =>
              onChange({ protocol: protocols.find((one) => one === protocol) ?? 'http' })
            }
          />
        )}
      </Field>
      {isHttp && (
        <>
          <Field label={t('method')} problem={problems.get('method')} shown narrow>
            {(field) => (
              <TextInput
                {...field}
                code
                value={draft.method}
                options={methods}
                onChange={(method) => onChange({ method })}
              />
            )}
          </Field>
          <Field label={t('path')} problem={problems.get('path')} shown wide>
            {(field) => (
              <TextInput {...field} code value={draft.path} onChange={(path) => onChange({ path })} />
            )}
          </Field>
          <Field
            label={t('headers')}
            note={t('headersHint')}
            problem={problems.get('headers')}
            shown={draft.headers.length > 0}
            wide
          >
            {({ label, ...field }) => (
              <textarea
                {...{
                  id: field.id,
                  'aria-describedby': field.describedBy,
                  'aria-invalid': field.wrong || undefined,
                }}
                aria-label={label}
                className={styles.headers}
                rows={Math.max(2, Math.min(8, draft.headers.length + 1))}
                spellCheck={false}
                autoCapitalize="off"
                value={draft.headers.join('\n')}
                onChange={({ currentTarget }) =>
                  onChange({ headers: currentTarget.value === '' ? [] : currentTarget.value.split('\n') })
                }
              />
            )}
          </Field>
        </>
      )}
    </form>
  );
}

interface FieldProps {
  label: string;
  note?: string;
  problem?: RequestProblem | undefined;
  /** An empty field is not wrong before anything was written. */
  shown?: boolean;
  wide?: boolean;
  narrow?: boolean;
  children(field: { id: string; label: string; wrong: boolean; describedBy: string | undefined }): ReactNode;
}

function Field({ label, note, problem, shown = false, wide, narrow, children }: FieldProps) {
  const t = useTranslations('tester.problem');
  const id = useId();
  const wrong = problem !== undefined && shown;
  return (
    <div className={styles.field} data-wide={wide || undefined} data-narrow={narrow || undefined}>
      <label htmlFor={id}>
        {label}
        {note !== undefined && <span className={styles.note}>{note}</span>}
      </label>
      {children({ id, label, wrong, describedBy: wrong ? `${id}-problem` : undefined })}
      {wrong && (
        <p id={`${id}-problem`} className={styles.problem}>
          {t(problem)}
        </p>
      )}
    </div>
  );
}

/** Senders that the reader sees, hosts that the sender's namespace can name, and their ports. */
function useSuggestions(namespace: string | null): {
  senders: readonly Option[];
  hosts: readonly Option[];
  portsOf(host: string): readonly Option[];
} {
  const t = useTranslations('tester');
  const { range } = useScope();
  const workloads = useQuery(
    queries.workloads({ namespaces: null, window: range ?? pageRanges.workloads.fallback }),
  );
  const names = (workloads.data?.workloads ?? []).map((row) => ({ value: `${row.namespace}/${row.name}` }));
  const known = namespace !== null && names.some(({ value }) => value.startsWith(`${namespace}/`));
  const choices = useQuery({ ...queries.configurationChoices(namespace ?? ''), enabled: known });
  const gateways = (choices.data?.gateways ?? []).map((gateway) => ({
    value: `gateway:${gateway.namespace}/${gateway.name}`,
    detail: t('fromGateway'),
  }));
  const hosts = (choices.data?.hosts ?? []).map(({ host, shortName, ports }) => ({
    value: shortName ?? host,
    full: host,
    ports,
  }));
  return {
    senders: [...names, ...gateways],
    hosts: hosts.map(({ value, ports }) => ({
      value,
      detail: ports.map(({ number }) => String(number)).join(' '),
    })),
    portsOf: (host) =>
      (hosts.find(({ value, full }) => value === host || full === host)?.ports ?? []).map(
        ({ number, protocol }) => ({ value: String(number), detail: protocol }),
      ),
  };
}
