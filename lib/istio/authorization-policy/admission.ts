/** istiod's verdict on an AuthorizationPolicy (ValidateAuthorizationPolicy). */
import { error, type Finding, type Path, warning } from '../admission/finding.ts';
import { isSubnet } from '../admission/primitives.ts';
import type { AuthorizationPolicySpec } from '../generated/types.ts';
import type { AuthorizationPolicy } from '../objects.ts';

type Rule = NonNullable<AuthorizationPolicySpec['rules']>[number];
type Source = NonNullable<NonNullable<Rule['from']>[number]['source']>;

const identityFields = [
  'principals',
  'notPrincipals',
  'requestPrincipals',
  'notRequestPrincipals',
  'namespaces',
  'notNamespaces',
] as const;
const httpOnly = ['hosts', 'notHosts', 'methods', 'notMethods', 'paths', 'notPaths'] as const;
const plainKeys = new Set([
  'source.ip',
  'source.namespace',
  'source.principal',
  'source.serviceAccount',
  'source.trustDomain',
  'remote.ip',
  'request.auth.principal',
  'request.auth.audiences',
  'request.auth.presenter',
  'destination.ip',
  'destination.port',
  'connection.sni',
]);

export function admitAuthorizationPolicy(object: AuthorizationPolicy): Finding[] {
  const spec = object.spec ?? {};
  const found: Finding[] = [];
  if (spec.selector && (spec.targetRef || spec.targetRefs?.length)) {
    found.push(error(['spec'], 'only one of targetRefs or workloadSelector can be set'));
  }
  const rules = spec.rules ?? [];
  if (spec.action === 'CUSTOM') {
    if (rules.length === 0)
      found.push(
        error(
          ['spec', 'rules'],
          'CUSTOM action without `rules` is meaningless as it will never be triggered, add an empty rule `{}` if you want it be triggered for every request',
        ),
      );
    if (!spec.provider?.name) found.push(error(['spec', 'provider'], '`provider.name` must not be empty'));
  } else if (spec.provider)
    found.push(error(['spec', 'provider'], '`provider` must not be with non CUSTOM action'));
  if (spec.action === 'DENY' && rules.length === 0) {
    found.push(
      error(
        ['spec', 'rules'],
        'DENY action without `rules` is meaningless as it will never be triggered, add an empty rule `{}` if you want it be triggered for every request',
      ),
    );
  }
  for (const [index, rule] of rules.entries())
    found.push(...checkRule(['spec', 'rules', index], rule, spec.action ?? 'ALLOW'));
  return found;
}

function checkRule(path: Path, rule: Rule, action: string): Finding[] {
  const found: Finding[] = [];
  if (rule.from && rule.from.length === 0)
    found.push(error([...path, 'from'], '`from` cannot be empty, must have at least 1 source'));
  if (rule.to && rule.to.length === 0)
    found.push(error([...path, 'to'], '`to` cannot be empty, must have at least 1 operation'));
  for (const [index, { source }] of (rule.from ?? []).entries()) {
    const here = [...path, 'from', index, 'source'];
    if (!source || Object.keys(source).length === 0) found.push(error(here, '`from.source` cannot be nil'));
    else found.push(...checkSource(here, source, action));
  }
  let onlyHttp =
    (rule.to?.length ?? 0) > 0 &&
    !rule.to?.some((to) => to.operation?.ports?.length || to.operation?.notPorts?.length);
  for (const [index, { operation }] of (rule.to ?? []).entries()) {
    const here = [...path, 'to', index, 'operation'];
    if (!operation || Object.keys(operation).length === 0) {
      found.push(error(here, '`to.operation` cannot be nil'));
      continue;
    }
    if (!httpOnly.some((field) => operation[field]?.length)) onlyHttp = false;
    for (const field of ['ports', 'notPorts'] as const) {
      for (const [position, port] of (operation[field] ?? []).entries()) {
        const number = Number(port);
        if (!Number.isInteger(number) || number < 1 || number > 65_535)
          found.push(error([...here, field, position], `invalid port ${port}`));
      }
    }
    for (const field of ['paths', 'notPaths'] as const) {
      for (const [position, text] of (operation[field] ?? []).entries())
        found.push(...checkPathTemplate([...here, field, position], text));
    }
  }
  for (const [index, condition] of (rule.when ?? []).entries()) {
    const here = [...path, 'when', index];
    if (!condition.key) found.push(error(here, '`key` cannot be empty'));
    else if (!isKnownKey(condition.key))
      found.push(error([...here, 'key'], `unknown attribute: ${condition.key}`));
    if (!condition.values?.length && !condition.notValues?.length) {
      found.push(error(here, 'at least one of `values` or `notValues` must be set'));
    }
  }
  if (action === 'DENY' && onlyHttp && !rule.from?.length) {
    found.push(
      warning(
        path,
        'configured AuthorizationPolicy will deny all traffic to TCP ports under its scope due to the use of only HTTP attributes in a DENY rule; it is recommended to explicitly specify the port',
      ),
    );
  }
  return found;
}

function checkSource(path: Path, source: Source, action: string): Finding[] {
  const found: Finding[] = [];
  if (action === 'CUSTOM') {
    for (const field of identityFields) {
      if (source[field]?.length)
        found.push(error([...path, field], `from.source.${field} must not be used with CUSTOM action`));
    }
  }
  for (const field of ['ipBlocks', 'notIpBlocks', 'remoteIpBlocks', 'notRemoteIpBlocks'] as const) {
    for (const [index, block] of (source[field] ?? []).entries()) {
      if (!isSubnet(block)) found.push(error([...path, field, index], `invalid ip ${block}`));
    }
  }
  for (const [field, values] of Object.entries(source)) {
    if (Array.isArray(values) && values.includes(''))
      found.push(error([...path, field], 'found empty value'));
  }
  return found;
}

/** `{*}` and `{**}` stand for path parts; `{**}` must be the last. */
function checkPathTemplate(path: Path, text: string): Finding[] {
  if (!/[{}]/.test(text)) return [];
  const parts = text.split('/');
  for (const [index, part] of parts.entries()) {
    if (!/[{}]/.test(part)) continue;
    if (part !== '{*}' && part !== '{**}')
      return [
        error(
          path,
          `invalid or unsupported path ${text}. Contains '{' or '}' beyond a supported path template`,
        ),
      ];
    if (part === '{**}' && index !== parts.length - 1)
      return [error(path, `invalid or unsupported path ${text}. {**} is not the last operator`)];
  }
  return [];
}

function isKnownKey(key: string): boolean {
  return (
    plainKeys.has(key) ||
    /^request\.headers\[[^\]]+\]$/.test(key) ||
    /^request\.auth\.claims(?:\[[^\]]+\])+$/.test(key) ||
    key.startsWith('experimental.envoy.filters.')
  );
}
