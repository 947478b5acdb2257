/** istiod's verdict on a RequestAuthentication (ValidateRequestAuthentication). */
import { error, type Finding, type Path } from '../admission/finding.ts';
import type { RequestAuthenticationSpec } from '../generated/types.ts';
import type { RequestAuthentication } from '../objects.ts';

type JwtRule = NonNullable<RequestAuthenticationSpec['jwtRules']>[number];

export function admitRequestAuthentication(object: RequestAuthentication): Finding[] {
  const spec = object.spec ?? {};
  const found: Finding[] = [];
  if (spec.selector && (spec.targetRef || spec.targetRefs?.length)) {
    found.push(error(['spec'], 'only one of targetRefs or workloadSelector can be set'));
  }
  for (const [index, rule] of (spec.jwtRules ?? []).entries())
    found.push(...checkRule(['spec', 'jwtRules', index], rule));
  return found;
}

function checkRule(path: Path, rule: JwtRule): Finding[] {
  const found: Finding[] = [];
  const uri = rule.jwksUri ?? rule.jwks_uri;
  if (!rule.issuer && !uri && !rule.jwks)
    found.push(error([...path, 'issuer'], 'issuer or jwksUri must be set'));
  for (const [index, audience] of (rule.audiences ?? []).entries()) {
    if (audience === '')
      found.push(error([...path, 'audiences', index], 'audience must be non-empty string'));
  }
  if (uri && !/^https?:\/\/[^/]+/.test(uri))
    found.push(error([...path, 'jwksUri'], `URI scheme "${uri.split(':')[0]}" is not supported`));
  if (rule.jwks) {
    if (uri) found.push(error([...path, 'jwks'], 'only one of jwks_uri and jwks should be set'));
    if (!hasKeys(rule.jwks)) found.push(error([...path, 'jwks'], 'parse jwks error'));
  }
  for (const [index, header] of (rule.fromHeaders ?? []).entries()) {
    if (!header.name)
      found.push(error([...path, 'fromHeaders', index], 'location header name must be non-empty string'));
  }
  for (const [index, name] of (rule.fromParams ?? []).entries()) {
    if (!name) found.push(error([...path, 'fromParams', index], 'location query must be non-empty string'));
  }
  for (const [index, claim] of (rule.outputClaimToHeaders ?? []).entries()) {
    if (!claim.header || !claim.claim)
      found.push(
        error(
          [...path, 'outputClaimToHeaders', index],
          'outputClaimToHeaders header and claim value must be non-empty string',
        ),
      );
  }
  return found;
}

function hasKeys(jwks: string): boolean {
  try {
    const parsed: unknown = JSON.parse(jwks);
    return parsed !== null && typeof parsed === 'object' && 'keys' in parsed && Array.isArray(parsed.keys);
  } catch {
    return false;
  }
}
