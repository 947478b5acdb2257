/**
 * A rule of a Role and whether it allows something: verbs, groups and resources by name or by `*`, `*` before a subresource, names of
 * objects (kubernetes pkg/apis/rbac/v1/evaluation_helpers.go). Paths that are no resource are left out: the console asks for none.
 */
import type { Question } from '../permissions.ts';

export interface PolicyRule {
  verbs: readonly string[];
  apiGroups: readonly string[];
  /** `pods`, `pods/log`, `*`, or `*` before a subresource. */
  resources: readonly string[];
  /** Empty: all objects, also those without a name yet. */
  resourceNames: readonly string[];
}

function matches(values: readonly string[], wanted: string): boolean {
  return values.includes('*') || values.includes(wanted);
}

function matchesResource(values: readonly string[], resource: string): boolean {
  if (matches(values, resource)) return true;
  const slash = resource.indexOf('/');
  return slash !== -1 && values.includes(`*${resource.slice(slash)}`);
}

/** Whatever the rule says of names. */
function speaksOf(rule: PolicyRule, { verb, group, resource, subresource }: Question): boolean {
  const whole = subresource === undefined ? resource : `${resource}/${subresource}`;
  return (
    matches(rule.verbs, verb) && matches(rule.apiGroups, group) && matchesResource(rule.resources, whole)
  );
}

/** `name`: of the object; empty where the request names none, as lists and creations do. */
export function ruleAllows(rule: PolicyRule, question: Question, name = ''): boolean {
  return speaksOf(rule, question) && (rule.resourceNames.length === 0 || rule.resourceNames.includes(name));
}

/** What a question names, be it an object as well. */
export function rulesAllow(rules: readonly PolicyRule[], question: Question): boolean {
  return rules.some((rule) => ruleAllows(rule, question, question.name));
}

/** `all` objects, or those of these names; an empty list is none. */
export type Extent = 'all' | readonly string[];

/** On which objects the rules allow it together. */
export function extentOf(rules: readonly PolicyRule[], question: Question): Extent {
  const speaking = rules.filter((rule) => speaksOf(rule, question));
  if (speaking.some(({ resourceNames }) => resourceNames.length === 0)) return 'all';
  return [...new Set(speaking.flatMap(({ resourceNames }) => resourceNames))].sort();
}

export function together(extents: readonly Extent[]): Extent {
  const names = extents.flatMap((extent) => (extent === 'all' ? [] : extent));
  return extents.includes('all') ? 'all' : [...new Set(names)].sort();
}

export function isNone(extent: Extent): boolean {
  return extent !== 'all' && extent.length === 0;
}
