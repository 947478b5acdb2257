/** What a user's own credential is asked: who am I, may I, and which rules give me what. */
import type { Question } from '#lib/access/permissions.ts';
import { readRules } from '#lib/access/rbac/bindings.ts';
import { allMighty } from '#lib/access/rbac/evaluate.ts';
import type { PolicyRule } from '#lib/access/rbac/policy-rule.ts';
import type { Json } from '#lib/document/json.ts';
import { isRecord } from '#lib/record.ts';
import { AppError } from '../app-error.ts';
import type { Credential, UserCredential } from '../kubernetes/credential.ts';
import { type ApiPath, fixedPaths } from '../kubernetes/paths.ts';
import type { KubernetesClient } from '../kubernetes/rest.ts';

export interface Identity {
  name: string;
  groups: readonly string[];
}

export interface ReviewedIdentity extends Identity {
  /** RBAC knows name and groups alone: something else is known of them by which another authorizer may decide. */
  beyondRbac: boolean;
}

export interface Verdict {
  allowed: boolean;
  /** RBAC said so, and says so until an object of it changes. */
  byRole: boolean;
}

type Client = Pick<KubernetesClient, 'call'>;

/** Counted from when it is sent. */
const timeoutMs = 4000;

async function statusOf(
  client: Client,
  credential: Credential,
  path: ApiPath,
  body: object,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const answer = await client.call({ method: 'POST', path, body, timeoutMs }, credential);
  return isRecord(answer) && isRecord(answer.status) ? answer.status : undefined;
}

export async function selfReview(client: Client, credential: UserCredential): Promise<ReviewedIdentity> {
  if (credential.kind === 'anonymous')
    return { name: 'system:anonymous', groups: ['system:unauthenticated'], beyondRbac: false };
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
  const status = await statusOf(client, credential, fixedPaths.selfReview, body);
  const user = isRecord(status?.userInfo) ? status.userInfo : {};
  if (typeof user.username !== 'string') {
    throw new AppError('unavailable', { detail: 'Kubernetes did not say who this is.' });
  }
  const groups = Array.isArray(user.groups) ? user.groups.filter((one) => typeof one === 'string') : [];
  // An API server that lets anybody in answers for system:anonymous when it does not know the token.
  if (user.username === 'system:anonymous') throw new AppError('unauthenticated');
  const beyondRbac = groups.includes(allMighty) || hasForeignExtra(user.extra);
  return { name: user.username, groups, beyondRbac };
}

/** e.g. the scopes of an OpenShift token, which its authorizer holds against requests. Kubernetes' own say of which pod or key it is. */
function hasForeignExtra(extra: unknown): boolean {
  return (
    isRecord(extra) && Object.keys(extra).some((key) => !key.startsWith('authentication.kubernetes.io/'))
  );
}

/** `pods/log` is the subresource log of pods. */
function attributesOf({
  verb,
  group,
  resource: whole,
  subresource: given,
  name,
}: Question): Record<string, string> {
  const [resource = '', within] = whole.split('/');
  const subresource = given ?? within;
  return {
    verb,
    group,
    resource,
    ...(subresource === undefined ? {} : { subresource }),
    ...(name === undefined ? {} : { name }),
  };
}

/** One SelfSubjectAccessReview; a null namespace asks for all. Anything but a clear yes is no. Rejects with AppError. */
export async function accessReview(
  client: Client,
  credential: Credential,
  question: Question,
  namespace: string | null,
): Promise<Verdict> {
  const status = await statusOf(client, credential, fixedPaths.accessReview, {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: {
      resourceAttributes: { ...attributesOf(question), ...(namespace === null ? {} : { namespace }) },
    },
  });
  if (status === undefined)
    throw new AppError('unavailable', { detail: 'Kubernetes did not say what is allowed.' });
  const isClear = status.evaluationError === undefined;
  return {
    allowed: status.allowed === true && status.denied !== true && isClear,
    byRole: isClear && typeof status.reason === 'string' && status.reason.startsWith('RBAC:'),
  };
}

/**
 * A rules review wants a namespace, and tells the rules of the whole mesh together with that namespace's own. No namespace can have
 * this name, for it is no DNS label: nothing is bound there, and what is left are the rules of the whole mesh.
 */
export const nowhere = 'all-namespaces.sluice';

/**
 * One SelfSubjectRulesReview: the rules that count in a namespace, or with null those that count everywhere; `all` when the API server
 * says that nothing is missing (it does where RBAC decides alone: a webhook cannot tell its rules, and the review is `incomplete`;
 * kubernetes pkg/registry/authorization/selfsubjectrulesreview/rest.go). Rejects with AppError.
 */
export async function rulesReview(
  client: Client,
  credential: UserCredential,
  namespace: string | null,
): Promise<{ rules: PolicyRule[]; all: boolean }> {
  const status = await statusOf(client, credential, fixedPaths.rulesReview, {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectRulesReview',
    spec: { namespace: namespace ?? nowhere },
  });
  const given = status?.resourceRules;
  return {
    rules: readRules(given as Json | undefined),
    all:
      status !== undefined &&
      (Array.isArray(given) || given === null) &&
      status.incomplete === false &&
      (status.evaluationError ?? '') === '',
  };
}
