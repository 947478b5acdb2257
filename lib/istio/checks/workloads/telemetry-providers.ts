/** Access logging without a provider, where the mesh names none: nothing is logged (IST0157, analyzers/telemetry/providers.go). */
import type { Telemetry } from '../../objects.ts';
import { type Observation, observe } from '../finding.ts';
import { meshSettings } from '../view/mesh-settings.ts';
import type { CheckedObject, CheckView } from '../view/view.ts';

export function checkTelemetryProviders(
  { object }: CheckedObject<Telemetry>,
  view: CheckView,
): Observation[] {
  const logging = object.spec?.accessLogging ?? [];
  const index = logging.findIndex(({ disabled, providers = [] }) => !disabled && providers.length === 0);
  if (index < 0 || meshSettings(view).hasAccessLogProvider) return [];
  return [observe('IST0157', ['spec', 'accessLogging', index])];
}
