/** Routes of rights: a part of the table in routes.ts. */
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

const read = { method: 'GET', access: 'signed-in', writes: false, query: null, body: null } as const;

export const accessRoutes = {
  access: {
    ...read,
    path: '/api/v1/access',
    summary:
      "What the caller may do in one namespace, or in all at once, in the console's words and by verb and kind.",
    query: accessQuerySchema,
    answer: accessSchema,
  },
  whoMay: {
    ...read,
    path: '/api/v1/access/who',
    summary: 'Who may do something in a namespace, by the roles and bindings that the caller may list.',
    query: whoQuerySchema,
    answer: whoSchema,
  },
  subjectMay: {
    ...read,
    path: '/api/v1/access/subject',
    summary:
      'What a user, group or service account may do, by the roles and bindings that the caller may list.',
    query: subjectQuerySchema,
    answer: subjectAccessSchema,
  },
  grantPersona: {
    ...read,
    method: 'POST',
    path: '/api/v1/access/grant',
    summary: "Writes the RoleBinding that gives a persona in a namespace, with the caller's credentials.",
    writes: true,
    ownAudit: true,
    body: grantBodySchema,
    answer: grantAnswerSchema,
  },
  revokePersona: {
    ...read,
    method: 'POST',
    path: '/api/v1/access/revoke',
    summary: "Deletes a RoleBinding that gives one subject a persona, with the caller's credentials.",
    writes: true,
    ownAudit: true,
    body: revokeBodySchema,
    answer: grantAnswerSchema,
  },
} as const;
