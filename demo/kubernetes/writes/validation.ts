/** The rules of Kubernetes' own kinds that people meet (kubernetes pkg/apis/{core,apps,rbac}/validation); a handful, as a table. */
import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import type { FieldError } from '../api-error.ts';
import { at, list, record, stringMap, text } from '../coding/json.ts';
import { matchesLabelSelector } from '../reads/selectors.ts';

type Check = (object: KubernetesObject, previous: KubernetesObject | undefined) => FieldError[];

function required(object: unknown, field: string, detail = ''): FieldError[] {
  const found = at(object, ...field.split('.'));
  const missing = found === undefined || found === null || found === '' || isDeepStrictEqual(found, []);
  return missing ? [{ reason: 'FieldValueRequired', field, detail }] : [];
}

function immutable(field: string): Check {
  return (object, previous) => {
    const path = field.split('.');
    const value = at(object, ...path);
    return previous === undefined || isDeepStrictEqual(value, at(previous, ...path))
      ? []
      : [{ reason: 'FieldValueInvalid', field, value, detail: 'field is immutable' }];
  };
}

function containers(object: KubernetesObject, path: readonly string[]): FieldError[] {
  const field = [...path, 'containers'].join('.');
  return [
    ...required(object, field),
    ...list(object, ...path, 'containers').flatMap((container, index) => [
      ...['name', 'image'].flatMap((key) =>
        required(container, key).map((error) => ({ ...error, field: `${field}[${index}].${key}` })),
      ),
    ]),
  ];
}

const workload: Check = (object, previous) => {
  const selector = at(object, 'spec', 'selector');
  const labels = stringMap(object, 'spec', 'template', 'metadata', 'labels');
  const replicas = at(object, 'spec', 'replicas');
  return [
    ...required(object, 'spec.selector'),
    ...(selector !== undefined && matchesLabelSelector(selector, labels)
      ? []
      : [
          {
            reason: 'FieldValueInvalid',
            field: 'spec.template.metadata.labels',
            value: labels,
            detail: '`selector` does not match template `labels`',
          } as const,
        ]),
    ...(typeof replicas === 'number' && replicas < 0
      ? [
          {
            reason: 'FieldValueInvalid',
            field: 'spec.replicas',
            value: replicas,
            detail: 'must be greater than or equal to 0',
          } as const,
        ]
      : []),
    ...containers(object, ['spec', 'template', 'spec']),
    ...immutable('spec.selector')(object, previous),
  ];
};

const policyRules: Check = (object) =>
  list(object, 'rules').flatMap((rule, index) =>
    [
      ...required(rule, 'verbs', 'verbs must contain at least one value'),
      ...(list(rule, 'nonResourceURLs').length > 0
        ? []
        : [
            ...required(rule, 'apiGroups', 'resource rules must supply at least one api group'),
            ...required(rule, 'resources', 'resource rules must supply at least one resource'),
          ]),
    ].map((error) => ({ ...error, field: `rules[${index}].${error.field}` })),
  );

const binding: Check = (object, previous) => {
  const kind = text(object, 'roleRef', 'kind');
  const roleRef = at(object, 'roleRef');
  const isMoved = previous !== undefined && !isDeepStrictEqual(roleRef, at(previous, 'roleRef'));
  const known = object.kind === 'ClusterRoleBinding' ? ['ClusterRole'] : ['Role', 'ClusterRole'];
  return [
    ...(known.includes(kind)
      ? []
      : [
          {
            reason: 'FieldValueNotSupported',
            field: 'roleRef.kind',
            value: kind,
            detail: `supported values: ${known.map((name) => JSON.stringify(name)).join(', ')}`,
          } as const,
        ]),
    ...required(object, 'roleRef.name'),
    ...(isMoved
      ? [
          {
            reason: 'FieldValueInvalid',
            field: 'roleRef',
            // As the API's own type is spelled.
            value: {
              APIGroup: text(roleRef, 'apiGroup'),
              Kind: kind,
              Name: text(roleRef, 'name'),
            },
            detail: 'cannot change roleRef',
          } as const,
        ]
      : []),
  ];
};

/** Names of the keys of ConfigMaps and Secrets. */
const dataKeys: Check = (object) =>
  ['data', 'binaryData'].flatMap((field) =>
    Object.keys(record(at(object, field)))
      .filter((key) => !/^[-._a-zA-Z0-9]+$/.test(key))
      .map((key) => ({
        reason: 'FieldValueInvalid',
        field: `${field}[${key}]`,
        value: key,
        detail:
          "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
      })),
  );

/** Ports go by their names. */
const portNames: Check = (object) => {
  const seen = new Set<string>();
  return list(object, 'spec', 'ports').flatMap((port, index) => {
    const value = text(port, 'name');
    const isTaken = value !== '' && seen.has(value);
    seen.add(value);
    return isTaken
      ? [{ reason: 'FieldValueDuplicate', field: `spec.ports[${index}].name`, value, detail: '' } as const]
      : [];
  });
};

const checks: Readonly<Record<string, Check>> = {
  Secret: dataKeys,
  Deployment: workload,
  ReplicaSet: workload,
  StatefulSet: workload,
  DaemonSet: workload,
  Pod: (object) => containers(object, ['spec']),
  Service: (object, previous) => [
    ...portNames(object, previous),
    ...(text(object, 'spec', 'type') === 'ExternalName' || text(object, 'spec', 'clusterIP') === 'None'
      ? []
      : required(object, 'spec.ports')),
    ...(list(object, 'spec', 'ports').length > 1
      ? list(object, 'spec', 'ports').flatMap((port, index) =>
          required(port, 'name').map((error) => ({ ...error, field: `spec.ports[${index}].name` })),
        )
      : []),
    ...list(object, 'spec', 'ports').flatMap((port, index) => {
      const isPort = (value: unknown): boolean => Number(value) >= 1 && Number(value) <= 65_535;
      return ['port', 'targetPort']
        .map((name) => [name, at(port, name)] as const)
        .filter(([name, value]) => !isPort(value) && (name === 'port' || typeof value === 'number'))
        .map(
          ([name, value]) =>
            ({
              reason: 'FieldValueInvalid',
              field: `spec.ports[${index}].${name}`,
              value,
              detail: 'must be between 1 and 65535, inclusive',
            }) as const,
        );
    }),
  ],
  ConfigMap: (object, previous) => [
    ...dataKeys(object, previous),
    ...(at(previous, 'immutable') === true
      ? [...immutable('data')(object, previous), ...immutable('immutable')(object, previous)].map(
          (error) => ({
            reason: 'FieldValueForbidden' as const,
            field: error.field,
            detail: 'field is immutable when `immutable` is set',
          }),
        )
      : []),
  ],
  Role: policyRules,
  ClusterRole: policyRules,
  RoleBinding: binding,
  ClusterRoleBinding: binding,
};

export function kindErrors(object: KubernetesObject, previous: KubernetesObject | undefined): FieldError[] {
  return checks[object.kind]?.(object, previous) ?? [];
}
