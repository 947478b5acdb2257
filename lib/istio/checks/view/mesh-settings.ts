/** What checks read of the mesh configuration and of the injector's values, where their ConfigMaps are among the objects. */
import { parse } from 'yaml';
import { type ExtensionProvider, extensionProvidersOf } from '../../extension-providers.ts';
import type { KubernetesObject } from '../../objects.ts';
import { named } from './facets.ts';
import { type CheckView, findAs } from './view.ts';

export interface ConfigMap extends KubernetesObject {
  data?: Readonly<Record<string, string>>;
}

interface MeshSettings {
  /** Sidecars give addresses to ServiceEntries that have none. */
  allocatesAddresses: boolean;
  hasAccessLogProvider: boolean;
  /** Null where the ConfigMap is not there. */
  extensionProviders: readonly ExtensionProvider[] | null;
}

const remembered = new WeakMap<ConfigMap, MeshSettings>();

export function meshSettings(view: CheckView): MeshSettings {
  const [found] = findAs<ConfigMap>(view, named.object('ConfigMap', view.meshConfig.rootNamespace, 'istio'));
  if (!found) return { allocatesAddresses: false, hasAccessLogProvider: false, extensionProviders: null };
  const known = remembered.get(found.object);
  if (known) return known;
  const mesh = readYaml(found.object.data?.mesh ?? '');
  const metadata = field(field(mesh, 'defaultConfig'), 'proxyMetadata');
  const isOn = (name: string) => String(field(metadata, name)) === 'true';
  const logging = field(field(mesh, 'defaultProviders'), 'accessLogging');
  const settings = {
    allocatesAddresses:
      isOn('ISTIO_META_DNS_CAPTURE') &&
      (isOn('ISTIO_META_DNS_AUTO_ALLOCATE') || isOn('PILOT_ENABLE_IP_AUTOALLOCATE')),
    hasAccessLogProvider: Array.isArray(logging) && logging.length > 0,
    extensionProviders: extensionProvidersOf(mesh),
  };
  remembered.set(found.object, settings);
  return settings;
}

/** A member of a mapping; undefined of anything else. */
export function field(value: unknown, name: string): unknown {
  return value !== null && typeof value === 'object' && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

/** Null where it is no YAML, or unfolds without end. */
export function readYaml(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 20, logLevel: 'silent' });
  } catch {
    return null;
  }
}
