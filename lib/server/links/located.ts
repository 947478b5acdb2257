/** Where each tool is, whoever asks: what the operator said, or what is found among the cluster's Services. */
import { describeService, discoverTools, type ServiceObject } from '#lib/links/discover.ts';
import type { LinkSettings } from '#lib/links/settings.ts';
import {
  type FoundTool,
  type Product,
  products,
  type ToolId,
  type ToolService,
  toolIds,
  toolOf,
} from '#lib/links/tool.ts';
import type { Snapshot } from '../kubernetes/snapshot.ts';

export interface LocatedTool {
  tool: ToolId;
  product: Product;
  /** Null when it is known by its address alone. */
  service: ToolService | null;
  /** Said by the operator, so no secret of a namespace. */
  configured: boolean;
  /** Where browsers reach it; null when nobody said. */
  url: string | null;
  /** Of its own host. */
  webRoot: string;
}

export interface Locations {
  /** All that may be it, the likeliest first; empty when there is none, or the operator wants none. */
  of(tool: ToolId): readonly LocatedTool[];
}

export function createLocations(snapshot: Snapshot, settings: LinkSettings): Locations {
  let cached: { revision: number; all: ReadonlyMap<ToolId, readonly LocatedTool[]> } | null = null;

  function locate(): ReadonlyMap<ToolId, readonly LocatedTool[]> {
    const { services, meshConfig } = snapshot.objects();
    const objects: readonly ServiceObject[] = services;
    const found = discoverTools(objects, meshConfig.rootNamespace);
    return new Map(toolIds.map((tool) => [tool, candidatesOf(tool, objects, found.get(tool) ?? [])]));
  }

  function candidatesOf(
    tool: ToolId,
    objects: readonly ServiceObject[],
    found: readonly FoundTool[],
  ): LocatedTool[] {
    const { hidden, url, service, webRoot } = settings[tool];
    if (hidden) return [];
    const configured = service !== null;
    const candidates = service === null ? found : [describeService(tool, service, objects)];
    if (candidates.length > 0) {
      return candidates.map((one) => ({ tool, configured, url, ...one, webRoot: webRoot ?? one.webRoot }));
    }
    const [product] = products.filter((one) => toolOf[one] === tool);
    if (url === null || product === undefined) return [];
    return [{ tool, product, service: null, configured: true, url, webRoot: webRoot ?? '' }];
  }

  return {
    of: (tool) => {
      const revision = snapshot.revision();
      if (cached?.revision !== revision) cached = { revision, all: locate() };
      return cached.all.get(tool) ?? [];
    },
  };
}
