/** The path of a match (`createURIMatch` of istio pilot/pkg/config/kube/gateway/conversion.go). */
import type { StringMatch } from '../../routing/rules.ts';
import type { RouteMatch } from '../translation/objects.ts';

/** A prefix ends where a segment of the path ends; `/` is any path. */
export function pathOf(path: RouteMatch['path']): StringMatch | undefined {
  if (path === undefined) return undefined;
  if (path.type === 'Exact') return { exact: path.value };
  if (path.type === 'RegularExpression') return { regex: path.value };
  const segments = path.value.endsWith('/') ? path.value.slice(0, -1) : path.value;
  return segments === '' ? { prefix: '/' } : { pathPrefix: segments };
}
