/** Hosts as fields want them that know no short names: of gateways' servers, of Sidecars, of what a TLS client names. */
import type { Option } from '#components/kit/form-fields/option-list.tsx';
import type { Choices } from '#lib/api/configuration/choices.ts';
import type { Suggestion } from '#lib/istio/forms/fact.ts';

type HostSuggestion = Extract<Suggestion, 'gatewayHosts' | 'sidecarHosts' | 'fullHosts'>;

export function hostOptions(suggestion: HostSuggestion, choices: Choices): readonly Option[] {
  switch (suggestion) {
    case 'fullHosts':
      return choices.hosts.map(({ host, namespace }) => ({ value: host, detail: namespace }));
    case 'gatewayHosts':
      return gatewayHosts(choices);
    case 'sidecarHosts':
      return sidecarHosts(choices);
  }
}

/** What gateways and routes speak of already, and no Service of the mesh is called. */
function gatewayHosts({ virtualServices, gateways, mesh }: Choices): Option[] {
  const inside = `.svc.${mesh.domain}`;
  const found = new Map<string, string>();
  for (const { namespace, name, hosts } of [...virtualServices, ...gateways]) {
    for (const written of hosts) {
      const host = written.slice(written.indexOf('/') + 1);
      if (host.includes('.') && !host.endsWith(inside) && !found.has(host))
        found.set(host, `${namespace}/${name}`);
    }
  }
  return [{ value: '*' }, ...[...found].map(([value, detail]) => ({ value, detail }))];
}

/** `namespace/host`: the whole of a namespace first, then its hosts. */
function sidecarHosts({ namespaces, namespace, hosts, mesh }: Choices): Option[] {
  const near = (owner: string) => (owner === namespace ? '.' : owner);
  const others = namespaces.map(({ name }) => name).filter((name) => name !== namespace);
  const [root, rest] = [
    others.filter((name) => name === mesh.rootNamespace),
    others.filter((name) => name !== mesh.rootNamespace),
  ];
  return [
    { value: './*' },
    ...[...root, ...rest].map((name) => ({ value: `${name}/*` })),
    { value: '*/*' },
    ...hosts.map(({ host, namespace: owner }) => ({ value: `${near(owner)}/${host}` })),
  ];
}
