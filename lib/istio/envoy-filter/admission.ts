/**
 * istiod's verdict on an EnvoyFilter (ValidateEnvoyFilter), but for the patches' values: those are Envoy's own configuration,
 * which istiod reads with all of Envoy's message types.
 */
import { error, type Finding, type Path, warning } from '../admission/finding.ts';
import { checkLabelSelector, checkSelector } from '../admission/selector.ts';
import type { EnvoyFilterSpec } from '../generated/types.ts';
import type { EnvoyFilter } from '../objects.ts';
import { compileRegex } from '../routing/http/regex.ts';
import { checkListenerMatch } from './listener-match.ts';

type ConfigPatch = NonNullable<EnvoyFilterSpec['configPatches']>[number];

const longestVersion = 1024;

const classOf: Readonly<Record<string, 'listener' | 'routeConfiguration' | 'cluster'>> = {
  LISTENER: 'listener',
  FILTER_CHAIN: 'listener',
  NETWORK_FILTER: 'listener',
  HTTP_FILTER: 'listener',
  ROUTE_CONFIGURATION: 'routeConfiguration',
  VIRTUAL_HOST: 'routeConfiguration',
  HTTP_ROUTE: 'routeConfiguration',
  CLUSTER: 'cluster',
};

const told = {
  listener: 'listener class objects cannot have non listener match',
  routeConfiguration: 'http route class objects cannot have non route configuration match',
  cluster: 'cluster class objects cannot have non cluster match',
} as const;

export function admitEnvoyFilter({ spec = {} }: EnvoyFilter): Finding[] {
  const { workloadSelector, configPatches = [] } = spec;
  const path = ['spec', 'workloadSelector', 'labels'];
  // A bad selector ends the examination.
  const ofSelector = checkLabelSelector(path, workloadSelector?.labels);
  if (ofSelector.length > 0) return ofSelector;
  return [
    warning(
      ['spec'],
      'EnvoyFilter exposes internal implementation details that may change at any time. Prefer other APIs if possible, and exercise extreme caution, especially around upgrades.',
    ),
    ...checkSelector(path, workloadSelector && { labels: workloadSelector.labels }, {
      prefix: 'Envoy filter: ',
      consequence: ', will be applied to all services in namespace',
    }),
    ...configPatches.flatMap((patch, index) => checkConfigPatch(['spec', 'configPatches', index], patch)),
  ];
}

function missing({ applyTo = 'INVALID', patch }: ConfigPatch): string | null {
  if (applyTo === 'INVALID') return 'missing applyTo';
  if (!patch) return 'missing patch';
  const { operation = 'INVALID', value } = patch;
  if (operation === 'INVALID') return 'missing patch operation';
  return operation !== 'REMOVE' && value === undefined
    ? 'missing patch value for non-remove operation'
    : null;
}

function checkConfigPatch(path: Path, configPatch: ConfigPatch): Finding[] {
  const { applyTo = 'INVALID', match } = configPatch;
  // Not looked at yet.
  if (match?.context === 'WAYPOINT') return [];
  const absent = missing(configPatch);
  if (absent !== null) return [error(path, `Envoy filter: ${absent}`)];
  const version = match?.proxy?.proxyVersion ?? '';
  const here = [...path, 'match'];
  if (version.length <= longestVersion && !compileRegex(version).ok)
    return [error(here, `Envoy filter: invalid regex for proxy version, [error parsing regexp: ${version}]`)];
  const found: Finding[] =
    version.length > longestVersion
      ? [
          warning(
            here,
            `Envoy filter: proxyVersion match exceeds ${longestVersion} characters and will be ignored`,
          ),
        ]
      : [];
  const wanted = classOf[applyTo];
  if (!match || wanted === undefined) return found;
  const kinds = ['listener', 'routeConfiguration', 'cluster', 'waypoint'] as const;
  const given = kinds.find((kind) => match[kind] !== undefined);
  if (given !== undefined && given !== wanted)
    return [...found, error(here, `Envoy filter: applyTo for ${told[wanted]}`)];
  if (given === 'listener' && match.listener)
    found.push(...checkListenerMatch([...here, 'listener'], match.listener, applyTo));
  return found;
}
