/** What the cluster has for references of the Gateway API and of Istio's policies, whose kind, namespace and name are fields of their own beside each other. */
import type { Option } from '#components/kit/form-fields/option-list.tsx';
import type { Choices, HostChoice } from '#lib/api/configuration/choices.ts';
import { isJsonObject, type Json } from '#lib/document/json.ts';
import type { Suggestion } from '#lib/istio/forms/fact.ts';
import { kubernetesGateway } from '#lib/istio/kinds/gateway-api.ts';
import { kindId } from '#lib/istio/kinds/registry.ts';

/** Istio's own: https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/ */
export const gatewayClasses = ['istio', 'istio-waypoint', 'istio-remote'];

type Referred = Extract<
  Suggestion,
  'parents' | 'targets' | 'sections' | 'backends' | 'backendPorts' | 'certificates' | 'namespaceLabels'
>;

/** `beside`: the reference as far as it is written. */
export function referenceOptions(
  suggestion: Referred,
  beside: Json | undefined,
  choices: Choices,
): readonly Option[] {
  const text = (key: string): string => {
    const value = isJsonObject(beside) ? beside[key] : undefined;
    return typeof value === 'string' ? value : '';
  };
  const namespace = text('namespace') || choices.namespace;
  const services = choices.hosts.filter((host) => host.source === 'service' && host.namespace === namespace);
  const gateways = choices.gateways.filter(
    (gateway) => gateway.kind === kindId(kubernetesGateway) && gateway.namespace === namespace,
  );
  const service = services.find(({ object }) => object === text('name'));
  switch (suggestion) {
    case 'parents':
    case 'targets': {
      if (text('kind') === 'Service') return named(services);
      if (text('kind') === 'ServiceEntry') return named(entriesIn(choices, namespace));
      if (text('kind') === 'GatewayClass') return gatewayClasses.map((value) => ({ value }));
      return gateways.map(({ name, hosts }) => ({ value: name, detail: hosts.slice(0, 2).join(', ') }));
    }
    case 'sections': {
      const ports =
        text('kind') === 'Service'
          ? service?.ports
          : gateways.find(({ name }) => name === text('name'))?.ports;
      return (ports ?? [])
        .filter(({ name }) => name !== '')
        .map(({ name, number, protocol }) => ({ value: name, detail: `${protocol} ${number}` }));
    }
    case 'backends':
      return text('kind') === 'Hostname'
        ? choices.hosts.map(({ host, namespace: owner }) => ({ value: host, detail: owner }))
        : named(services);
    case 'backendPorts': {
      const host = choices.hosts.find((one) => one.host === text('name'));
      const ports = (text('kind') === 'Hostname' ? host : service)?.ports ?? [];
      return ports.map(({ number, name, protocol }) => ({
        value: String(number),
        detail: `${name} ${protocol}`.trim(),
      }));
    }
    // Names of Secrets are those that the reader's own rights list, in the namespace of the object.
    case 'certificates':
      return namespace === choices.namespace
        ? (choices.secrets ?? []).map(({ name }) => ({ value: name }))
        : [];
    case 'namespaceLabels': {
      const keys = new Set(choices.namespaces.flatMap(({ labels }) => Object.keys(labels)));
      return [...keys].sort().map((value) => ({ value }));
    }
  }
}

function named(hosts: readonly HostChoice[]): Option[] {
  const first = new Map(hosts.map((host) => [host.object, host]));
  return [...first].map(([value, { ports }]) => ({
    value,
    detail: ports.map(({ number }) => number).join(', '),
  }));
}

function entriesIn({ hosts }: Choices, namespace: string): HostChoice[] {
  return hosts.filter((host) => host.source === 'service-entry' && host.namespace === namespace);
}
