/** Label selectors and field selectors as query strings (apimachinery pkg/labels, pkg/fields) and as LabelSelector objects. */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { badRequest } from '../api-error.ts';
import { list, record, stringMap, strings, text } from '../coding/json.ts';
import { labelTests } from './label-selector.ts';

export type Predicate = (object: KubernetesObject) => boolean;

/** Splits at commas outside parentheses. */
function terms(selector: string): string[] {
  return selector
    .split(/,(?![^(]*\))/)
    .map((term) => term.trim())
    .filter((term) => term !== '');
}

/** Throws the API's 400 for a selector that does not parse. */
export function labelPredicate(selector: string): Predicate {
  const tests = labelTests(selector);
  return (object) => tests.every((test) => test(object.metadata.labels ?? {}));
}

const supportedFields: Readonly<Record<string, readonly string[]>> = {
  pods: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.serviceAccountName',
    'status.phase',
    'status.podIP',
    'spec.hostNetwork',
  ],
  events: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  namespaces: ['status.phase'],
  secrets: ['type'],
  services: ['spec.clusterIP', 'spec.type'],
  nodes: ['spec.unschedulable'],
  replicasets: ['status.replicas'],
};

export interface FieldTerm {
  field: string;
  value: string;
  negated: boolean;
}

/** A backslash lets a value have what divides terms. */
function unescaped(value: string): string {
  let text = '';
  for (let at = 0; at < value.length; at += 1) {
    const character = value[at] ?? '';
    if (character === '\\') {
      at += 1;
      const next = value[at] ?? '';
      if (!['\\', ',', '='].includes(next) || next === '')
        throw badRequest(`invalid field selector: invalid escape sequence: \\${next}`);
      text += next;
    } else if (character === ',' || character === '=')
      throw badRequest(`invalid field selector: unescaped character in value: ${character.charCodeAt(0)}`);
    else text += character;
  }
  return text;
}

/** Throws the API's 400 for a selector that does not parse or a field the kind does not select by. */
export function fieldTerms(selector: string, plural: string): FieldTerm[] {
  return terms(selector).map((term) => {
    const match = /^([^=!]+)(==|=|!=)(.*)$/.exec(term);
    if (!match) throw badRequest(`invalid selector: '${term}'; can't understand '${term}'`);
    const [, field = '', operator, given = ''] = match;
    const wanted = unescaped(given);
    const known = ['metadata.name', 'metadata.namespace', ...(supportedFields[plural] ?? [])];
    if (!known.includes(field)) throw badRequest(`field label not supported: ${field}`);
    return { field, value: wanted, negated: operator === '!=' };
  });
}

function fieldValue(object: KubernetesObject, field: string): string {
  if (field === 'source') return text(object, 'source', 'component') || text(object, 'reportingComponent');
  const found = text(object, ...field.split('.'));
  return found === '' && (field === 'spec.hostNetwork' || field === 'spec.unschedulable') ? 'false' : found;
}

export function fieldPredicate(selector: readonly FieldTerm[]): Predicate {
  return (object) =>
    selector.every((term) => (fieldValue(object, term.field) === term.value) !== term.negated);
}

/** A LabelSelector object ({matchLabels, matchExpressions}); an empty one matches everything. */
export function matchesLabelSelector(selector: unknown, labels: Readonly<Record<string, string>>): boolean {
  return (
    Object.entries(stringMap(selector, 'matchLabels')).every(([name, wanted]) => labels[name] === wanted) &&
    list(selector, 'matchExpressions').every((entry) => {
      const found = labels[text(entry, 'key')];
      const values = strings(record(entry), 'values');
      switch (text(entry, 'operator')) {
        case 'In':
          return found !== undefined && values.includes(found);
        case 'NotIn':
          return found === undefined || !values.includes(found);
        case 'Exists':
          return found !== undefined;
        case 'DoesNotExist':
          return found === undefined;
        default:
          return false;
      }
    })
  );
}
