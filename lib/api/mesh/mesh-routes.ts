/** Routes of the mesh page: a part of the table in routes.ts. */

import { readRoute } from '../route-contract.ts';
import { labelAnswerSchema, labelBodySchema, meshQuerySchema, meshSchema } from './mesh.ts';

export const meshRoutes = {
  mesh: {
    ...readRoute,
    path: '/api/v1/mesh',
    summary:
      'Control planes, injection and mutual TLS of the namespaces that the caller may see, gateways, clusters, and what is of the past.',
    query: meshQuerySchema,
    answer: meshSchema,
  },
  labelNamespace: {
    ...readRoute,
    method: 'POST',
    path: '/api/v1/namespaces/{namespace}/labels',
    summary:
      "Sets or takes away Istio's labels of a namespace, with the caller's credentials; no other label.",
    writes: true,
    ownAudit: true,
    body: labelBodySchema,
    answer: labelAnswerSchema,
  },
} as const;
