/**
 * The state of every tool for one caller. What they may not open they are told to ask for; of a Service in a namespace that they may not
 * see, and that is no platform's, they are told nothing at all.
 */
import type { LinkedToolState, Links, LinkWay, OfferedPage } from '#lib/api/mesh/links.ts';
import { isPlatformNamespace } from '#lib/links/discover.ts';
import { defaultGate, type Gate, serviceGate } from '#lib/links/gate.ts';
import { dashboardPath } from '#lib/links/grafana.ts';
import { pagesOfService } from '#lib/links/service-pages.ts';
import type { LinkSettings } from '#lib/links/settings.ts';
import { proxyName, type ToolId, type ToolService, toolIds } from '#lib/links/tool.ts';
import type { AccessBook, Visibility } from '../access/access-book.ts';
import type { Clock } from '../clock.ts';
import type { UserCredential } from '../kubernetes/credential.ts';
import type { KubernetesClient } from '../kubernetes/rest.ts';
import type { Snapshot } from '../kubernetes/snapshot.ts';
import { createLocations, type LocatedTool, type Locations } from './located.ts';
import { createToolReads } from './tool-reads.ts';

export interface LinkBook {
  /** Where tools are, whoever asks: for what the server itself reads of them. */
  locations: Locations;
  /** Whether a caller may hear that it is there: of a Service in a namespace hidden from them nothing is said. */
  isKnownTo(visibility: Visibility, located: LocatedTool): boolean;
  /** Rejects when Kubernetes cannot be asked what the caller may. */
  links(credential: UserCredential): Promise<Links>;
  /** Whether this caller may pass. */
  mayOpen(credential: UserCredential, gate: Gate): Promise<boolean>;
  /** The ports of a Service that may have pages; null for what is not there and for what the caller may not see. */
  pages(credential: UserCredential, namespace: string, name: string): Promise<OfferedPage[] | null>;
  /** What this caller lacks to open a Service, whichever it is; null when nothing. */
  missingFor(credential: UserCredential, service: ToolService): Promise<Gate | null>;
}

export interface LinkBookOptions {
  kubernetes: KubernetesClient;
  snapshot: Snapshot;
  access: AccessBook;
  clock: Clock;
  settings: LinkSettings;
  /** Tools are shown through the console, each on a host of its own. */
  proxying: boolean;
}

const absent: Omit<LinkedToolState, 'tool'> = {
  product: null,
  state: 'not-installed',
  way: null,
  base: null,
  webRoot: '',
  service: null,
  gate: null,
  others: [],
  dashboards: {},
  tempo: null,
};

export function createLinkBook(options: LinkBookOptions): LinkBook {
  const { kubernetes, snapshot, access, clock, settings, proxying } = options;
  const locations = createLocations(snapshot, settings);
  const reads = createToolReads(kubernetes, clock);

  async function mayOpen(credential: UserCredential, gate: Gate): Promise<boolean> {
    const { allowed } = await access.answers(credential, [gate], gate.namespace);
    return allowed.has(gate);
  }

  function isKnownTo(visibility: Visibility, { service, configured }: LocatedTool): boolean {
    if (service === null || configured) return true;
    const { rootNamespace } = snapshot.objects().meshConfig;
    return (
      visibility.namespaces.has(service.namespace) || isPlatformNamespace(service.namespace, rootNamespace)
    );
  }

  function wayOf({ url, service }: LocatedTool): LinkWay {
    if (url !== null) return 'address';
    return service !== null && proxying ? 'proxy' : 'command';
  }

  async function stateOf(
    tool: ToolId,
    credential: UserCredential,
    visibility: Visibility,
  ): Promise<LinkedToolState> {
    const [located, ...others] = locations.of(tool).filter((one) => isKnownTo(visibility, one));
    if (located === undefined) return { tool, ...absent };
    const { product, service, webRoot, url } = located;
    const gate = settings[tool].gate ?? defaultGate(tool, service);
    const told = {
      tool,
      product,
      service,
      webRoot,
      gate,
      base: null,
      others: others.flatMap((one) => one.service ?? []),
      dashboards: {},
      tempo: null,
    };
    const way = wayOf(located);
    if (!(await mayOpen(credential, gate))) return { ...told, state: 'forbidden', way: null };
    const open = { ...told, way, base: url };
    if (service === null) return { ...open, ...said(tool), state: 'ok' };
    // Another gate may be open to somebody who may not read through the proxy: then nothing is known of the tool's health.
    const readable = await mayOpen(credential, serviceGate(service));
    if (!readable) {
      return url === null
        ? { ...told, gate: serviceGate(service), state: 'forbidden', way: null }
        : { ...open, ...said(tool), state: 'ok' };
    }
    const reach = await reads.reach(product, service, webRoot, credential);
    if (reach === 'absent')
      return url === null ? { tool, ...absent } : { ...open, ...said(tool), state: 'ok' };
    if (reach === 'forbidden') return { ...told, gate: serviceGate(service), state: 'forbidden', way: null };
    if (reach === 'unreachable') return { ...open, ...said(tool), state: 'unreachable' };
    const found = product === 'grafana' ? await reads.dashboards(service, webRoot, credential) : {};
    const { dashboards, tempo } = said(tool);
    return { ...open, dashboards: { ...found, ...dashboards }, tempo, state: 'ok' };
  }

  /** What the operator says goes before what is found. */
  function said(tool: ToolId): Pick<LinkedToolState, 'dashboards' | 'tempo'> {
    const { dashboards, tempo } = settings[tool];
    const paths = Object.entries(dashboards).map(([kind, board]) => [kind, dashboardPath(board)]);
    return { dashboards: Object.fromEntries(paths), tempo };
  }

  async function missingFor(credential: UserCredential, service: ToolService): Promise<Gate | null> {
    // A gate of the operator's stands before the API server's own, never instead of it.
    const own = toolIds.filter((tool) =>
      locations
        .of(tool)
        .some(
          (one) =>
            one.service !== null &&
            one.service.namespace === service.namespace &&
            proxyName(one.service) === proxyName(service),
        ),
    );
    const gates = [...own.flatMap((tool) => settings[tool].gate ?? []), serviceGate(service)];
    const answers = await Promise.all(gates.map((gate) => mayOpen(credential, gate)));
    return gates.find((_, index) => answers[index] !== true) ?? null;
  }

  return {
    locations,
    isKnownTo,
    mayOpen,
    missingFor,
    pages: async (credential, namespace, name) => {
      const visibility = await access.visibility(credential);
      if (!visibility.all && !visibility.namespaces.has(namespace)) return null;
      const found = snapshot
        .objects()
        .services.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name);
      if (found === undefined) return null;
      return Promise.all(
        pagesOfService(found).map(async (page): Promise<OfferedPage> => {
          const gate = await missingFor(credential, page.service);
          const way = proxying ? 'proxy' : 'command';
          return gate === null
            ? { ...page, state: 'ok', way, gate }
            : { ...page, state: 'forbidden', way: null, gate };
        }),
      );
    },
    links: async (credential) => {
      const visibility = await access.visibility(credential);
      const offered = toolIds.filter((tool) => !settings[tool].hidden);
      const tools = await Promise.all(offered.map((tool) => stateOf(tool, credential, visibility)));
      const { domain } = snapshot.objects().meshConfig;
      // Without the Services nothing is found, which is not the same as nothing being there.
      const services = snapshot.kinds().get('services')?.state;
      const warnings = snapshot
        .warnings()
        .filter(({ code }) => code === 'kubernetes-stale' || (services !== 'ok' && code.startsWith('kind-')));
      return { tools, domain, warnings };
    },
  };
}
