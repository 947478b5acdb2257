/** Questions about identity and rights (authentication.k8s.io, authorization.k8s.io): asked by POST, answered in status, never stored. */
import { type Cause, causeOf, invalid } from './api-error.ts';
import type { Authenticator, User } from './authentication.ts';
import { at, isRecord, type JsonRecord, record, strings, text } from './json.ts';
import type { Kind } from './kinds.ts';
import { type Attributes, authorize, grantsOf } from './rbac.ts';
import type { Store } from './store.ts';

interface Asked {
  store: Store;
  user: User;
  tokens: Authenticator;
  /** From the path; only local reviews have one. */
  namespace: string | undefined;
  body: JsonRecord;
}

function problem(field: string, detail: string): Cause {
  return causeOf({ reason: 'FieldValueInvalid', field, detail });
}

function attributesOf(kind: string, user: User, spec: unknown): Attributes {
  const resource = at(spec, 'resourceAttributes');
  const path = at(spec, 'nonResourceAttributes');
  if (isRecord(resource) === isRecord(path))
    throw invalid('authorization.k8s.io', kind, '', [
      problem(
        'spec.resourceAttributes',
        isRecord(resource)
          ? 'cannot be specified in combination with nonResourceAttributes'
          : 'exactly one of nonResourceAttributes or resourceAttributes must be specified',
      ),
    ]);
  if (isRecord(path)) return { user, verb: text(path, 'verb'), path: text(path, 'path') };
  return {
    user,
    verb: text(resource, 'verb'),
    path: '',
    resource: {
      group: text(resource, 'group'),
      plural: text(resource, 'resource'),
      subresource: text(resource, 'subresource'),
      namespace: text(resource, 'namespace') || undefined,
      name: text(resource, 'name'),
    },
  };
}

function decisionOf(store: Store, attributes: Attributes): object {
  const { allowed, reason } = authorize(store, attributes);
  return { allowed, ...(reason === '' ? {} : { reason }) };
}

function subjectOf(kind: string, spec: unknown): User {
  const username = text(spec, 'user');
  const groups = strings(spec, 'groups');
  if (username === '' && groups.length === 0)
    throw invalid('authorization.k8s.io', kind, '', [
      problem('spec.user', 'at least one of user or group must be specified'),
    ]);
  return { username, uid: text(spec, 'uid'), groups };
}

function userInfo({ username, uid, groups, extra }: User): object {
  return { username, ...(uid === '' ? {} : { uid }), groups, ...(extra ? { extra } : {}) };
}

function rulesReview({ store, user, body }: Asked): object {
  const { rules, missing } = grantsOf(store, user, text(body, 'spec', 'namespace') || undefined);
  const all = rules.map(({ rule }) => rule);
  return {
    resourceRules: all
      .filter((rule) => rule.resources.length > 0)
      .map(({ verbs, apiGroups, resources, resourceNames }) => ({
        verbs,
        apiGroups,
        resources,
        ...(resourceNames.length > 0 ? { resourceNames } : {}),
      })),
    nonResourceRules: all
      .filter((rule) => rule.nonResourceURLs.length > 0)
      .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
    incomplete: missing.length > 0,
    ...(missing.length > 0 ? { evaluationError: missing.join(', ') } : {}),
  };
}

/** The status of each review. */
const answers: Readonly<Record<string, (asked: Asked) => object>> = {
  SelfSubjectReview: ({ user }) => ({ userInfo: userInfo(user) }),
  TokenReview: ({ tokens, body }) => {
    const token = text(body, 'spec', 'token');
    const user = tokens(token);
    return user
      ? { authenticated: true, user: userInfo(user), audiences: ['https://kubernetes.default.svc'] }
      : { user: {}, error: 'invalid bearer token' };
  },
  SelfSubjectAccessReview: ({ store, user, body }) =>
    decisionOf(store, attributesOf('SelfSubjectAccessReview', user, body.spec)),
  SubjectAccessReview: ({ store, body }) =>
    decisionOf(
      store,
      attributesOf('SubjectAccessReview', subjectOf('SubjectAccessReview', body.spec), body.spec),
    ),
  LocalSubjectAccessReview: ({ store, namespace, body }) => {
    const kind = 'LocalSubjectAccessReview';
    const attributes = attributesOf(kind, subjectOf(kind, body.spec), body.spec);
    if (attributes.resource?.namespace !== namespace)
      throw invalid('authorization.k8s.io', kind, '', [
        problem('spec.resourceAttributes.namespace', `must match metadata.namespace: ${namespace}`),
      ]);
    return decisionOf(store, attributes);
  },
  SelfSubjectRulesReview: rulesReview,
};

/** The answered review. */
export function review(kind: Kind, apiVersion: string, asked: Omit<Asked, 'body'>, body: unknown): object {
  const question = record(body);
  const status = answers[kind.kind]?.({ ...asked, body: question }) ?? {};
  const spec = question.spec;
  return {
    kind: kind.kind,
    apiVersion,
    metadata: { ...record(question.metadata), creationTimestamp: null },
    ...(isRecord(spec) ? { spec } : {}),
    status,
  };
}
