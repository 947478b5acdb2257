/** Questions about identity and rights (authentication.k8s.io, authorization.k8s.io): asked by POST, answered in status, never stored. */
import { isRecord } from '#lib/record.ts';
import { badRequest, type Cause, causeOf, invalid } from '../api-error.ts';
import { at, type JsonRecord, record, strings, text } from '../coding/json.ts';
import type { Kind } from '../kinds.ts';
import type { Store } from '../store.ts';
import { manage, type Writer } from '../writes/managed-fields.ts';
import { timestamp } from '../writes/metadata.ts';
import type { Authenticator, User } from './authentication.ts';
import { type Attributes, aggregated, authorize, grantsOf } from './rbac.ts';

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

function attributesOf(user: User, spec: unknown): Attributes {
  const resource = at(spec, 'resourceAttributes');
  const path = at(spec, 'nonResourceAttributes');
  const refused = (field: string, value: unknown, detail: string): never => {
    throw invalid('authorization.k8s.io', '', '', [
      causeOf({ reason: 'FieldValueInvalid', field, value, detail }),
    ]);
  };
  if (isRecord(resource) && isRecord(path))
    refused(
      'spec.nonResourceAttributes',
      { Path: text(path, 'path'), Verb: text(path, 'verb') },
      'cannot be specified in combination with resourceAttributes',
    );
  if (!isRecord(resource) && !isRecord(path))
    refused(
      'spec.resourceAttributes',
      null,
      'exactly one of nonResourceAttributes or resourceAttributes must be specified',
    );
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

function subjectOf(spec: unknown): User {
  const username = text(spec, 'user');
  const groups = strings(spec, 'groups');
  if (username === '' && groups.length === 0)
    throw invalid('authorization.k8s.io', '', '', [
      causeOf({
        reason: 'FieldValueInvalid',
        field: 'spec.user',
        value: '',
        detail: 'at least one of user or group must be specified',
      }),
    ]);
  return { username, uid: text(spec, 'uid'), groups };
}

function userInfo({ username, uid, groups, extra }: User): object {
  return { username, ...(uid === '' ? {} : { uid }), groups, ...(extra ? { extra } : {}) };
}

function rulesReview({ store, user, body }: Asked): object {
  if (text(body, 'spec', 'namespace') === '') throw badRequest('no namespace on request');
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
    // A role that is missing gives no rights: nothing is left out.
    incomplete: false,
    ...(missing.length > 0 ? { evaluationError: aggregated(missing) } : {}),
  };
}

/** The status of each review. */
const answers: Readonly<Record<string, (asked: Asked) => object>> = {
  SelfSubjectReview: ({ user }) => ({ userInfo: userInfo(user) }),
  TokenReview: ({ tokens, body }) => {
    const token = text(body, 'spec', 'token');
    if (token === '') throw badRequest('token is required for TokenReview in authentication');
    const user = tokens(token);
    return user
      ? { authenticated: true, user: userInfo(user), audiences: ['https://kubernetes.default.svc'] }
      : { user: {}, error: 'invalid bearer token' };
  },
  SelfSubjectAccessReview: ({ store, user, body }) => decisionOf(store, attributesOf(user, body.spec)),
  SubjectAccessReview: ({ store, body }) => decisionOf(store, attributesOf(subjectOf(body.spec), body.spec)),
  LocalSubjectAccessReview: ({ store, namespace, body }) => {
    const kind = 'LocalSubjectAccessReview';
    const attributes = attributesOf(subjectOf(body.spec), body.spec);
    if (attributes.resource?.namespace !== namespace)
      throw invalid('authorization.k8s.io', kind, '', [
        problem('spec.resourceAttributes.namespace', `must match metadata.namespace: ${namespace}`),
      ]);
    return decisionOf(store, attributes);
  },
  SelfSubjectRulesReview: rulesReview,
};

/** The answered review; who asked is noted in it, although nothing is stored. */
export function review(kind: Kind, writer: Writer, asked: Omit<Asked, 'body'>, body: unknown): object {
  const question = record(body);
  const status = answers[kind.kind]?.({ ...asked, body: question }) ?? {};
  const spec = kind.kind === 'SelfSubjectRulesReview' ? {} : question.spec;
  const metadata = record(question.metadata);
  const said = {
    kind: kind.kind,
    apiVersion: writer.apiVersion,
    metadata: { ...metadata, name: text(metadata, 'name') },
    ...(isRecord(spec) ? { spec } : {}),
  };
  // A review of rules is answered with a new object.
  const managedFields = kind.kind === 'SelfSubjectRulesReview' ? [] : manage(undefined, said, writer);
  return {
    ...said,
    metadata: {
      ...metadata,
      ...(kind.kind === 'SelfSubjectReview' ? { creationTimestamp: timestamp(asked.store.now()) } : {}),
      ...(managedFields.length > 0 ? { managedFields } : {}),
    },
    status,
  };
}
