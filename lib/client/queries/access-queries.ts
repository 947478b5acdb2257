/** What the page of rights asks for; part of `queries` (queries.ts). Asked again when rights change, and when the page is come back to. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Subject } from '#lib/access/rbac/subject.ts';
import type { Access, SubjectAccess, Who } from '#lib/api/access/access.ts';
import type { WhoQuestion } from '#lib/api/access/access-words.ts';
import { apiRoutes } from '../address/routes.ts';
import { callApi } from '../call/api-client.ts';
import { framed } from '../call/frame.ts';

const isAccess = framed<Access>({
  user: 'object',
  persona: 'string',
  abilities: 'array',
  rights: 'array',
  warnings: 'array',
});
const isWho = framed<Who>({
  namespace: 'string',
  holders: 'array',
  unclear: 'array',
  grants: 'array',
  unread: 'array',
  may: 'object',
});
const isSubjectAccess = framed<SubjectAccess>({
  subject: 'object',
  everywhere: 'array',
  namespaces: 'array',
  rights: 'array',
  bindings: 'array',
  unread: 'array',
  known: 'array',
});

export interface SubjectQuery {
  subject: Subject;
  groups: readonly string[];
  /** Whose rights are told verb by verb; null: all at once. */
  namespace: string | null;
}

/** A page that is left open follows a change that no event has told: rights may come from elsewhere than RBAC. */
const beatMs = 15_000;
const soonMs = 3000;

export const accessQueries = {
  /** Null: all namespaces at once. */
  access: (namespace: string | null) =>
    queryOptions({
      queryKey: ['access', namespace],
      queryFn: ({ signal }) => callApi({ path: apiRoutes.access(namespace), judge: isAccess, signal }),
      // What was not answered counts as no: that is not to stand for long.
      refetchInterval: ({ state }) => (state.data?.warnings.length ? soonMs : beatMs),
    }),
  whoMay: (namespace: string, what: WhoQuestion) =>
    queryOptions({
      queryKey: ['who-may', namespace, what],
      queryFn: ({ signal }) => callApi({ path: apiRoutes.whoMay({ namespace, what }), judge: isWho, signal }),
      // Of the same namespace: the subjects of another would stand under the wrong name.
      placeholderData: (previous, query) => (query?.queryKey[1] === namespace ? previous : undefined),
      refetchInterval: beatMs,
    }),
  /** Null asks nothing. */
  subjectMay: (question: SubjectQuery | null) =>
    queryOptions({
      queryKey: ['subject-may', question],
      queryFn: ({ signal }) =>
        callApi({
          path: apiRoutes.subjectMay({
            kind: question?.subject.kind,
            name: question?.subject.name,
            subjectNamespace: question?.subject.namespace,
            groups: question?.groups.join(','),
            namespace: question?.namespace,
          }),
          judge: isSubjectAccess,
          signal,
        }),
      enabled: question !== null,
      placeholderData: keepPreviousData,
      refetchInterval: beatMs,
    }),
};
