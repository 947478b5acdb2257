/**
 * Rights have no order: an API server reads roles and bindings from an index that has none, so the rules that it lists and, of
 * several bindings that give the same right, the one that it names change from call to call. The reason that is given counts as every
 * reason that could have been given, if it is one of them.
 */

import { type Attributes, policyRules, ruleAllows } from '#demo/kubernetes/access/rbac.ts';
import { bootstrapObjects } from '#demo/kubernetes/bootstrap.ts';
import { isRecord } from '#lib/record.ts';
import type { Played } from './perform.ts';
import type { Scenario, Step } from './scenario.ts';

type JsonRecord = Record<string, unknown>;

const record = (value: unknown): JsonRecord => (isRecord(value) ? value : {});
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const sorted = (rules: unknown): unknown =>
  Array.isArray(rules) ? rules.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : rules;

/** What a review asks, with the namespace as normalised answers write it. */
function askedOf(body: JsonRecord): Omit<Attributes, 'user'> | null {
  const { path, verb } = record(record(body.spec).nonResourceAttributes);
  if (path !== undefined) return { verb: text(verb), path: text(path) };
  const attributes = record(record(body.spec).resourceAttributes);
  if (Object.keys(attributes).length === 0) return null;
  return {
    verb: text(attributes.verb),
    path: '',
    resource: {
      group: text(attributes.group),
      plural: text(attributes.resource),
      subresource: text(attributes.subresource),
      namespace: text(attributes.namespace) || undefined,
      name: text(attributes.name),
    },
  };
}

/** The sentences that name a RoleBinding of the scenario by which `user` may do what is asked. */
function reasonsOf(steps: readonly Step[], user: string, asked: Omit<Attributes, 'user'>): string[] {
  const bodies = steps.flatMap(({ line, body }) =>
    /^POST (role|binding)$/.test(line) ? [record(body)] : [],
  );
  const rulesOf = (name: string) =>
    bodies
      .filter(({ kind, metadata }) => kind === 'Role' && record(metadata).name === name)
      .flatMap((role) => policyRules(role));
  return bodies.flatMap(({ kind, metadata, roleRef, subjects }) => {
    const role = text(record(roleRef).name);
    const isMine =
      kind === 'RoleBinding' && Array.isArray(subjects) && subjects.some((one) => record(one).name === user);
    if (!isMine || asked.resource?.namespace === undefined) return [];
    if (!rulesOf(role).some((rule) => ruleAllows(rule, asked))) return [];
    const binding = text(record(metadata).name);
    return [`RBAC: allowed by RoleBinding "${binding}/<namespace>" of Role "${role}" to User "${user}"`];
  });
}

/** The sentences that name a default binding by which everybody may do what is asked. */
function defaultReasons(asked: Omit<Attributes, 'user'>): string[] {
  const everybody = 'system:authenticated';
  return bootstrapObjects.flatMap((binding) => {
    const { kind, metadata, roleRef, subjects } = { roleRef: {}, subjects: [], ...binding };
    const role = text(record(roleRef).name);
    const isOfAll =
      kind === 'ClusterRoleBinding' &&
      subjects.some((subject: unknown) => record(subject).name === everybody);
    const rules = bootstrapObjects.filter((one) => one.kind === 'ClusterRole' && one.metadata.name === role);
    if (!isOfAll || !rules.flatMap(policyRules).some((rule) => ruleAllows(rule, asked))) return [];
    return [
      `RBAC: allowed by ClusterRoleBinding "${metadata.name}" of ClusterRole "${role}" to Group "${everybody}"`,
    ];
  });
}

function withoutOrder(body: unknown, { steps }: Scenario, as: string | undefined): unknown {
  if (!isRecord(body) || !isRecord(body.status)) return body;
  const { status } = body;
  if (body.kind === 'SelfSubjectRulesReview')
    return {
      ...body,
      status: {
        ...status,
        resourceRules: sorted(status.resourceRules),
        nonResourceRules: sorted(status.nonResourceRules),
      },
    };
  const asked = askedOf(body);
  if (asked === null || status.reason === undefined) return body;
  const user = as ?? text(record(body.spec).user);
  const reasons = [...reasonsOf(steps, user, asked), ...defaultReasons(asked)];
  if (!reasons.includes(text(status.reason))) return body;
  return { ...body, status: { ...status, reason: reasons.toSorted().join(' or ') } };
}

export function withoutOrderOfRights(played: readonly Played[], scenario: Scenario): Played[] {
  return played.map((answer, index) => ({
    ...answer,
    body: withoutOrder(answer.body, scenario, scenario.steps[index]?.as),
  }));
}
