/** What an example of a new object speaks of: a host, a Service or a workload that is there, so that the checks find what it names. */
import type { Option } from '#components/kit/form-fields/option-list.tsx';
import type { Choices } from '#lib/api/configuration/choices.ts';
import type { kinds } from '#lib/istio/kinds/registry.ts';
import type { TemplateNames } from '#lib/istio/templates/template.ts';
import { isObjectName } from './new-text.ts';

export type KindKey = keyof typeof kinds;

/** `world`: hosts of the outside, where a Service's short name is refused. `workload`: a value of the label app. */
type Subject = 'service' | 'world' | 'workload';

const subjects: Partial<Record<KindKey, Subject>> = {
  virtualServices: 'service',
  destinationRules: 'service',
  httpRoutes: 'service',
  grpcRoutes: 'service',
  gateways: 'world',
  serviceEntries: 'world',
  kubernetesGateways: 'world',
  envoyFilters: 'workload',
  wasmPlugins: 'workload',
  requestAuthentications: 'workload',
  authorizationPolicies: 'workload',
};

const nobodys = 'example.com';

export interface Typed {
  namespace: string;
  /** What the example is for; empty where nothing was typed. */
  subject: string;
  name: string;
}

export interface NewNames {
  /** Null for kinds that speak of nothing of the kind. */
  subject: { shown: string; options: readonly Option[] } | null;
  names: TemplateNames;
}

/** Of what may be chosen in a namespace, what an example speaks of. */
export type KnownHere = Pick<Choices, 'hosts' | 'gateways' | 'labels'>;

export function newNames(
  key: KindKey,
  { namespace, ...typed }: Typed,
  choices: KnownHere | undefined,
): NewNames {
  const kind = subjects[key];
  const ofNamespace = choices?.hosts.filter((one) => one.namespace === namespace) ?? [];
  const apps = choices?.labels.find((label) => label.key === 'app')?.values.map(({ value }) => value) ?? [];
  const options =
    kind === 'workload'
      ? apps.map((value) => ({ value }))
      : kind === 'service'
        ? ofNamespace.map((one) => ({ value: one.shortName ?? one.host, detail: one.namespace }))
        : [];
  const shown = typed.subject || options[0]?.value || (kind === 'workload' ? '' : nobodys);
  const name = typed.name || (kind === undefined ? '' : (shown.split('.').find(isObjectName) ?? ''));
  const host = kind === 'workload' ? nobodys : shown;
  const chosen = ofNamespace.find((one) => one.shortName === host || one.host === host);
  const gateway = choices?.gateways.find((one) => Object.keys(one.selector ?? {}).length > 0);
  return {
    subject: kind === undefined ? null : { shown, options },
    names: {
      name,
      namespace,
      host,
      service: chosen?.source === 'service' ? chosen.object : undefined,
      app: kind === 'workload' && shown !== '' ? shown : undefined,
      port: chosen?.ports[0]?.number,
      gatewayPods: gateway?.selector ?? undefined,
      parent: choices?.gateways.find((one) => one.selector === null && one.namespace === namespace)?.name,
    },
  };
}
