/** istiod's verdict on a RequestAuthentication (ValidateRequestAuthentication). */
import { error, type Finding, type Path, warning } from '../admission/finding.ts';
import { checkDuration } from '../admission/primitives.ts';
import { checkTargeting } from '../admission/selector.ts';
import type { RequestAuthenticationSpec } from '../generated/types.ts';
import type { RequestAuthentication } from '../objects.ts';
import { parseUrl } from '../schema/go-url.ts';
import { parseKeySet } from './key-set.ts';

type JwtRule = NonNullable<RequestAuthenticationSpec['jwtRules']>[number];

export function admitRequestAuthentication(object: RequestAuthentication): Finding[] {
  const spec = object.spec ?? {};
  return [
    ...checkTargeting(spec),
    ...(spec.jwtRules ?? []).flatMap((rule, index) => checkRule(['spec', 'jwtRules', index], rule)),
  ];
}

function checkRule(path: Path, rule: JwtRule): Finding[] {
  const found: Finding[] = [];
  const uri = rule.jwksUri || rule.jwks_uri;
  for (const [index, audience] of (rule.audiences ?? []).entries())
    if (audience === '')
      found.push(error([...path, 'audiences', index], 'audience must be non-empty string'));
  if (!rule.issuer && !uri)
    found.push(error([...path, 'issuer'], 'issuer or jwksUri must be non-empty string'));
  if (uri) found.push(...checkJwksUri([...path, 'jwksUri'], uri));
  if (rule.jwks) found.push(...checkJwks([...path, 'jwks'], rule.jwks));
  for (const [index, header] of (rule.fromHeaders ?? []).entries())
    if (!header.name)
      found.push(error([...path, 'fromHeaders', index], 'location header name must be non-empty string'));
  for (const [index, name] of (rule.fromParams ?? []).entries())
    if (!name) found.push(error([...path, 'fromParams', index], 'location query must be non-empty string'));
  for (const [index, name] of (rule.fromCookies ?? []).entries())
    if (!name) found.push(error([...path, 'fromCookies', index], 'cookie name must be non-empty string'));
  for (const [index, { header, claim }] of (rule.outputClaimToHeaders ?? []).entries()) {
    const here = [...path, 'outputClaimToHeaders', index];
    if (!header || !claim)
      found.push(error(here, 'outputClaimToHeaders header and claim value must be non-empty string'));
    else if (!/^[-_A-Za-z0-9]+$/.test(header))
      found.push(error(here, `header name ${header} is not a valid header name`));
  }
  return [...found, ...checkDuration([...path, 'timeout'], rule.timeout)];
}

function checkJwksUri(path: Path, uri: string): Finding[] {
  const parsed = parseUrl(uri);
  if (!parsed.ok) return [error(path, parsed.error)];
  const { scheme } = parsed.value;
  return scheme === 'http' || scheme === 'https'
    ? []
    : [error(path, `URI scheme "${scheme}" is not supported`)];
}

function checkJwks(path: Path, text: string): Finding[] {
  const keys = parseKeySet(text);
  if (!keys.ok) return [error(path, `jwks parse error: ${keys.error}`)];
  return keys.value.flatMap((key, index) =>
    key.isPrivate
      ? [
          warning(
            path,
            `jwks key at index ${index} contains private key material; only public keys are used for verification`,
          ),
        ]
      : [],
  );
}
