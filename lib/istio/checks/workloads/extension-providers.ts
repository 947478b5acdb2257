/**
 * Extension providers that the mesh configuration does not have: a CUSTOM AuthorizationPolicy then denies whatever it matches
 * (SLU0020; `getBadCustomDenyRules` of istio pilot/pkg/security/authz/builder), and a Telemetry sends nothing (SLU0021). Where nobody
 * could read the mesh configuration, nothing is said.
 */
import { type ExtensionProvider, servesFor } from '../../extension-providers.ts';
import type { AuthorizationPolicy, Telemetry } from '../../objects.ts';
import { type Observation, observe } from '../finding.ts';
import { meshSettings } from '../view/mesh-settings.ts';
import type { CheckedObject, CheckView } from '../view/view.ts';

/** Null: not known. The files of a command may bring the ConfigMap itself. */
function providersOf(view: CheckView): readonly ExtensionProvider[] | null {
  return view.meshConfig.extensionProviders ?? meshSettings(view).extensionProviders;
}

export function checkAuthorizationProvider(
  { object }: CheckedObject<AuthorizationPolicy>,
  view: CheckView,
): Observation[] {
  const { action, provider } = object.spec ?? {};
  const name = provider?.name;
  if (action !== 'CUSTOM' || !name) return [];
  const able = providersOf(view)?.filter((one) => servesFor('authorization', one));
  if (able === undefined || able.some((one) => one.name === name)) return [];
  const path = ['spec', 'provider', 'name'];
  const known = able.map((one) => one.name).join(', ');
  return [
    known === ''
      ? observe('SLU0020', path, { provider: name }, { detail: 'none' })
      : observe('SLU0020', path, { provider: name, known }, { detail: 'other' }),
  ];
}

/** By name alone: of what a provider can do for telemetry, releases of Istio differ. */
export function checkTelemetryProviderNames(
  { object }: CheckedObject<Telemetry>,
  view: CheckView,
): Observation[] {
  return (['tracing', 'metrics', 'accessLogging'] as const).flatMap((use) =>
    (object.spec?.[use] ?? []).flatMap(({ providers = [] }, index) =>
      providers.flatMap(({ name }, place) => {
        const known = name ? providersOf(view) : null;
        if (!name || known === null || known.some((one) => one.name === name)) return [];
        const params = { provider: name, known: known.map((one) => one.name).join(', ') };
        return [observe('SLU0021', ['spec', use, index, 'providers', place, 'name'], params)];
      }),
    ),
  );
}
