/** What the cluster has that fits a field, with what is known of it beside. */
import { useTranslations } from 'use-intl';
import type { Option } from '#components/kit/form-fields/option-list.tsx';
import type { Choices, HostChoice } from '#lib/api/configuration/choices.ts';
import { isJsonObject, type Json, type Path, valueAt } from '#lib/document/json.ts';
import { cipherSuites } from '#lib/istio/admission/server-tls.ts';
import { type ProviderUse, servesFor } from '#lib/istio/extension-providers.ts';
import type { Suggestion } from '#lib/istio/forms/fact.ts';
import { httpMethods } from '#lib/istio/forms/field-facts.ts';
import { useForm } from './form-context.ts';
import { hostOptions } from './host-options.ts';
import { gatewayClasses, referenceOptions } from './reference-options.ts';

const authorizationKeys = [
  'request.headers[x-token]',
  'request.auth.principal',
  'request.auth.audiences',
  'request.auth.presenter',
  'request.auth.claims[group]',
  'source.ip',
  'source.namespace',
  'source.principal',
  'source.serviceAccount',
  'source.trustDomain',
  'remote.ip',
  'destination.ip',
  'destination.port',
  'connection.sni',
];

/** What is often meant together: a reader goes on from one of them. */
const retryConditions = [
  '5xx',
  'gateway-error,connect-failure,refused-stream',
  'connect-failure,refused-stream,unavailable,cancelled',
  'retriable-status-codes,503',
  'reset',
];

/** A name as documents of the namespace write it: the short one where it means the host. */
export function hostChoice(choices: Choices | null, host: string): HostChoice | undefined {
  return choices?.hosts.find((choice) => choice.shortName === host || choice.host === host);
}

/** `group`: the object that the field is in; a host beside it decides which subsets and ports there are. */
export function useSuggestions(): (suggestion: Suggestion | undefined, group: Path) => readonly Option[] {
  const { choices, document, kind } = useForm();
  const t = useTranslations('forms');
  return (suggestion, group) => {
    if (suggestion === undefined) return [];
    if (suggestion === 'methods') return httpMethods.map((value) => ({ value }));
    if (suggestion === 'retryOn') return retryConditions.map((value) => ({ value }));
    if (suggestion === 'cipherSuites') return [...cipherSuites].map((value) => ({ value }));
    if (suggestion === 'gatewayClasses') return gatewayClasses.map((value) => ({ value }));
    if (suggestion === 'authorizationKeys') return authorizationKeys.map((value) => ({ value }));
    if (choices === null) return [];
    const beside = valueAt(document.value, group);
    const host = isJsonObject(beside) && typeof beside.host === 'string' ? beside.host : null;
    switch (suggestion) {
      case 'hosts':
        return choices.hosts.map((choice) => ({
          value: choice.shortName ?? choice.host,
          detail: choice.namespace,
        }));
      case 'fullHosts':
      case 'gatewayHosts':
      case 'sidecarHosts':
        return hostOptions(suggestion, choices);
      case 'virtualServices':
        return delegates(beside, choices);
      case 'authorizationProviders':
        return providers('authorization', choices);
      case 'tracingProviders':
        return providers('tracing', choices);
      case 'accessLoggingProviders':
        return providers('accessLogging', choices);
      case 'metricsProviders':
        return providers('metrics', choices);
      case 'localities':
        return choices.localities.map((value) => ({ value }));
      case 'principals':
        return choices.serviceAccounts.map(({ principal }) => ({ value: principal }));
      case 'subsets': {
        const subsets = hostChoice(choices, host ?? '')?.subsets ?? [];
        return subsets.map(({ name, pods }) => ({ value: name, detail: t('pods', { count: pods }) }));
      }
      case 'ports':
        return portsOf(host === null ? choices.hosts : [hostChoice(choices, host)]);
      case 'gateways':
        return [
          { value: 'mesh', detail: t('allSidecars') },
          ...choices.gateways.map(({ namespace, name, hosts }) => ({
            value: namespace === choices.namespace ? name : `${namespace}/${name}`,
            detail: hosts.slice(0, 2).join(', '),
          })),
        ];
      case 'namespaces':
        return choices.namespaces.map(({ name }) => ({ value: name }));
      case 'exportTo':
        return [
          { value: '*', detail: t('everywhere') },
          { value: '.', detail: t('ownNamespace') },
          ...(kind === 'ServiceEntry' ? [{ value: '~', detail: t('nowhere') }] : []),
          ...choices.namespaces.map(({ name }) => ({ value: name })),
        ];
      case 'labels':
        return choices.labels.map(({ key, values }) => ({
          value: key,
          detail: t('pods', { count: values.reduce((sum, { pods }) => sum + pods, 0) }),
        }));
      case 'serviceAccounts':
        return choices.serviceAccounts.map(({ name }) => ({ value: name }));
      case 'secrets':
        return (choices.secrets ?? []).map(({ name }) => ({ value: name }));
      case 'parents':
      case 'targets':
      case 'sections':
      case 'backends':
      case 'backendPorts':
      case 'certificates':
      case 'namespaceLabels':
        return referenceOptions(suggestion, beside, choices);
    }
  };
}

function providers(use: ProviderUse, { mesh }: Choices): Option[] {
  return mesh.extensionProviders
    .filter((one) => servesFor(use, one))
    .map(({ name, type }) => ({ value: name, detail: type }));
}

/** VirtualServices without hosts: no other can be delegated to. */
function delegates(beside: Json | undefined, { virtualServices, namespace }: Choices): Option[] {
  const named = isJsonObject(beside) && typeof beside.namespace === 'string' ? beside.namespace : '';
  const owner = named === '' ? namespace : named;
  return virtualServices
    .filter((one) => one.namespace === owner && one.hosts.length === 0)
    .map(({ name }) => ({ value: name }));
}

function portsOf(hosts: readonly (HostChoice | undefined)[]): Option[] {
  const ports = new Map<number, string>();
  for (const host of hosts) {
    for (const { number, name, protocol } of host?.ports ?? [])
      ports.set(number, ports.has(number) ? (ports.get(number) ?? '') : `${name} ${protocol}`.trim());
  }
  return [...ports].map(([number, detail]) => ({ value: String(number), detail }));
}

/** Values that a label has among the namespace's pods. */
export function useLabelValues(): (key: string) => readonly Option[] {
  const { choices } = useForm();
  const t = useTranslations('forms');
  return (key) =>
    (choices?.labels.find((label) => label.key === key)?.values ?? []).map(({ value, pods }) => ({
      value,
      detail: t('pods', { count: pods }),
    }));
}
