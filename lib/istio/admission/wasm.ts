/** A Wasm module as WasmPlugin and TrafficExtension name it (validateWasmPluginURL and its siblings). */
import type { WasmPluginSpec } from '../generated/types.ts';
import { parseRequestUri, parseUrl } from '../schema/go-url.ts';
import { error, type Finding, type Path } from './finding.ts';

type WasmModule = Pick<WasmPluginSpec, 'url' | 'sha256' | 'imagePullSecret' | 'pluginName' | 'vmConfig'>;

const schemes: ReadonlySet<string> = new Set(['', 'file', 'http', 'https', 'oci']);
const longestSecretName = 253;
const longestName = 256;

function checkUrl(path: Path, url: string): Finding[] {
  if (url === '') return [error(path, 'url field needs to be set')];
  const asIs = parseRequestUri(url);
  const completed = asIs.ok ? url : `http://${url}`;
  const parsed = asIs.ok ? asIs : parseRequestUri(completed);
  if (!parsed.ok) return [error(path, `failed to parse url: ${asIs.ok ? '' : asIs.error}`)];
  const strictly = parseUrl(completed);
  if (!strictly.ok) return [error(path, `failed to strict parse url: ${strictly.error}`)];
  const { scheme } = parsed.value;
  return schemes.has(scheme) ? [] : [error(path, `url contains unsupported scheme: ${scheme}`)];
}

function checkSha(path: Path, sha: string): Finding[] {
  if (sha === '') return [];
  if (sha.length !== 64) return [error(path, 'sha256 field must be 64 characters long')];
  return /^[a-f0-9]*$/.test(sha) ? [] : [error(path, 'sha256 field must match [a-f0-9]{64} pattern')];
}

/** The first that is wrong is told. */
function checkEnvironment(path: Path, vmConfig: WasmModule['vmConfig']): Finding[] {
  const names = new Set<string>();
  for (const [index, { name, value, valueFrom = 'INLINE' }] of (vmConfig?.env ?? []).entries()) {
    const here = [...path, 'env', index];
    if (!name) return [error(here, 'spec.vmConfig.env invalid')];
    if (name.length > longestName)
      return [error(here, 'env.name field must be less than 255 characters long')];
    if (names.has(name)) return [error(here, 'duplicate env')];
    names.add(name);
    if (valueFrom !== 'INLINE' && value)
      return [error(here, 'value may only be set when valueFrom is INLINE')];
  }
  return [];
}

export function checkWasm(path: Path, module: WasmModule, told: { longestName: number }): Finding[] {
  const { url = '', sha256 = '', imagePullSecret = '', pluginName = '', vmConfig } = module;
  return [
    ...checkUrl([...path, 'url'], url),
    ...checkSha([...path, 'sha256'], sha256),
    ...(imagePullSecret.length > longestSecretName
      ? [error([...path, 'imagePullSecret'], 'imagePullSecret field must be less than 253 characters long')]
      : []),
    ...(pluginName.length > longestName
      ? [
          error(
            [...path, 'pluginName'],
            `pluginName field must be less than ${told.longestName} characters long`,
          ),
        ]
      : []),
    ...checkEnvironment([...path, 'vmConfig'], vmConfig),
  ];
}

/** Traffic that an extension is for. The first port that is wrong is told. */
export function checkTrafficMatch(
  path: Path,
  selectors: readonly { ports?: readonly { number?: number }[] }[] = [],
): Finding[] {
  for (const [index, { ports = [] }] of selectors.entries())
    for (const [position, { number = 0 }] of ports.entries())
      if (number <= 0 || number > 65_535)
        return [
          error(
            [...path, index, 'ports', position],
            `spec.Match[${index}].Ports[${position}] is out of range: ${number}`,
          ),
        ];
  return [];
}
