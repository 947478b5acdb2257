/** istiod's verdict on a TrafficExtension (ValidateTrafficExtension). */
import { error, type Finding, type Path } from '../admission/finding.ts';
import { checkTargeting } from '../admission/selector.ts';
import { checkTrafficMatch, checkWasm } from '../admission/wasm.ts';
import type { TrafficExtensionSpec } from '../generated/types.ts';
import type { KubernetesObject } from '../objects.ts';

const mostCode = 65_536;

export function admitTrafficExtension({ spec }: KubernetesObject<TrafficExtensionSpec>): Finding[] {
  if (!spec) return [error(['spec'], 'cannot cast to trafficextension')];
  const { wasm, lua, match } = spec;
  return [
    ...(Boolean(wasm) === Boolean(lua) ? [error(['spec'], 'exactly one of wasm or lua must be set')] : []),
    ...checkTargeting(spec),
    ...(lua ? checkLua(['spec', 'lua', 'inlineCode'], lua.inlineCode ?? '') : []),
    ...(wasm ? checkWasm(['spec', 'wasm'], wasm, { longestName: 256 }) : []),
    ...checkTrafficMatch(['spec', 'match'], match),
  ];
}

function checkLua(path: Path, code: string): Finding[] {
  if (code === '') return [error(path, 'lua.inlineCode cannot be empty')];
  return new TextEncoder().encode(code).length > mostCode
    ? [error(path, 'lua.inlineCode exceeds maximum size of 64KB')]
    : [];
}
