/** The call of a match, which is a path (`createGRPCURIMatch` of istio pilot/pkg/config/kube/gateway/conversion.go). */
import type { StringMatch } from '../../routing/rules.ts';
import type { CallMatch } from '../translation/objects.ts';

export function callOf({ type, service, method }: CallMatch): StringMatch | undefined {
  if (service === undefined) return method === undefined ? undefined : { regex: `/[^/]+/${method}` };
  if (type === 'RegularExpression') return { regex: `/${service}/${method ?? '.+'}` };
  return method === undefined ? { pathPrefix: `/${service}/` } : { exact: `/${service}/${method}` };
}
