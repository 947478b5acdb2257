/** Routes of rights: a part of the table in routes.ts. */

import { readRoute } from '../route-contract.ts';
import {
  accessQuerySchema,
  accessSchema,
  grantAnswerSchema,
  grantBodySchema,
  revokeBodySchema,
  subjectAccessSchema,
  subjectQuerySchema,
  whoQuerySchema,
  whoSchema,
} from './access.ts';

export const accessRoutes = {
  access: {
    ...readRoute,
    path: '/api/v1/access',
    summary:
      "What the caller may do in one namespace, or in all at once, in the console's words and by verb and kind.",
    query: accessQuerySchema,
    answer: accessSchema,
  },
  whoMay: {
    ...readRoute,
    path: '/api/v1/access/who',
    summary: 'Who may do something in a namespace, by the roles and bindings that the caller may list.',
    query: whoQuerySchema,
    answer: whoSchema,
  },
  subjectMay: {
    ...readRoute,
    path: '/api/v1/access/subject',
    summary:
      'What a user, group or service account may do, by the roles and bindings that the caller may list.',
    query: subjectQuerySchema,
    answer: subjectAccessSchema,
  },
  grantPersona: {
    ...readRoute,
    method: 'POST',
    path: '/api/v1/access/grant',
    summary: "Writes the RoleBinding that gives a persona in a namespace, with the caller's credentials.",
    writes: true,
    ownAudit: true,
    body: grantBodySchema,
    answer: grantAnswerSchema,
  },
  revokePersona: {
    ...readRoute,
    method: 'POST',
    path: '/api/v1/access/revoke',
    summary: "Deletes a RoleBinding that gives one subject a persona, with the caller's credentials.",
    writes: true,
    ownAudit: true,
    body: revokeBodySchema,
    answer: grantAnswerSchema,
  },
} as const;
