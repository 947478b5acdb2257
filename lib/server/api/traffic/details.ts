/** `GET /api/v1/namespaces/{namespace}/services/{service}` and `…/workloads/{name}`. */
import { routes } from '#lib/api/routes.ts';
import { defineOperation, type Operation } from '../../http/operation.ts';
import type { Services } from '../../services.ts';
import { parseSeconds, windowBounds } from './graph.ts';

export function detailOperations({ details }: Services): Operation[] {
  return [
    defineOperation(routes.service, async ({ parameters, query, caller }) => {
      const { namespace, service: name } = parameters;
      const windowSeconds = parseSeconds('window', query.window, windowBounds);
      const packed = await details.service({ namespace, name, windowSeconds }, caller.session.credential);
      return { kind: 'packed', ...packed };
    }),
    defineOperation(routes.workload, async ({ parameters, query, caller }) => {
      const windowSeconds = parseSeconds('window', query.window, windowBounds);
      const packed = await details.workload({ ...parameters, windowSeconds }, caller.session.credential);
      return { kind: 'packed', ...packed };
    }),
  ];
}
