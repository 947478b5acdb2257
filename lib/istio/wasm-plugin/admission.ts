/** istiod's verdict on a WasmPlugin (ValidateWasmPlugin). */
import { error, type Finding } from '../admission/finding.ts';
import { checkTargeting } from '../admission/selector.ts';
import { checkTrafficMatch, checkWasm } from '../admission/wasm.ts';
import type { WasmPluginSpec } from '../generated/types.ts';
import type { KubernetesObject } from '../objects.ts';

export function admitWasmPlugin({ spec }: KubernetesObject<WasmPluginSpec>): Finding[] {
  if (!spec) return [error(['spec'], 'cannot cast to wasmplugin')];
  return [
    ...checkTargeting(spec),
    ...checkWasm(['spec'], spec, { longestName: 255 }),
    ...checkTrafficMatch(['spec', 'match'], spec.match),
  ];
}
