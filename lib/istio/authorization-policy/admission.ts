/** istiod's verdict on an AuthorizationPolicy (ValidateAuthorizationPolicy). */
import { error, type Finding, type Path, warning } from '../admission/finding.ts';
import { checkTargeting } from '../admission/selector.ts';
import type { AuthorizationPolicySpec } from '../generated/types.ts';
import type { AuthorizationPolicy } from '../objects.ts';
import * as attributes from './attributes.ts';

type Rule = NonNullable<AuthorizationPolicySpec['rules']>[number];
type Source = NonNullable<NonNullable<Rule['from']>[number]['source']>;
type Operation = NonNullable<NonNullable<Rule['to']>[number]['operation']>;

/** CUSTOM knows no peers: what of a source it does not take, as istiod calls it. */
const peerFields = {
  namespaces: 'Namespaces',
  notNamespaces: 'NotNamespaces',
  serviceAccounts: 'ServiceAccounts',
  notServiceAccounts: 'NotServiceAccounts',
  trustDomains: 'TrustDomains',
  notTrustDomains: 'NotTrustDomains',
  principals: 'Principals',
  notPrincipals: 'NotPrincipals',
  requestPrincipals: 'RequestPrincipals',
  notRequestPrincipals: 'NotRequestPrincipals',
} as const;
const addressFields = {
  ipBlocks: 'IpBlocks',
  notIpBlocks: 'NotIpBlocks',
  remoteIpBlocks: 'RemoteIpBlocks',
  notRemoteIpBlocks: 'NotRemoteIpBlocks',
} as const;
const operationFields = {
  ports: 'Ports',
  methods: 'Methods',
  paths: 'Paths',
  hosts: 'Hosts',
  notPorts: 'NotPorts',
  notMethods: 'NotMethods',
  notPaths: 'NotPaths',
  notHosts: 'NotHosts',
} as const;
/** Fields of a source that mean something on a TCP connection too. */
const tcpSource = [
  'principals',
  'notPrincipals',
  'namespaces',
  'notNamespaces',
  'serviceAccounts',
  'notServiceAccounts',
  'ipBlocks',
  'notIpBlocks',
  'remoteIpBlocks',
  'notRemoteIpBlocks',
] as const;
const peerKeys: ReadonlySet<string> = new Set([
  'source.namespace',
  'source.serviceAccount',
  'source.trustDomain',
  'source.principal',
]);

function fieldsOf<Names extends Readonly<Record<string, string>>>(names: Names): (keyof Names)[] {
  return Object.keys(names);
}

const never =
  'action without `rules` is meaningless as it will never be triggered, add an empty rule `{}` if you want it be triggered for every request';

export function admitAuthorizationPolicy(object: AuthorizationPolicy): Finding[] {
  const spec = object.spec ?? {};
  const { action = 'ALLOW', rules = [], provider } = spec;
  const found = checkTargeting(spec);
  if (action === 'CUSTOM') {
    if (rules.length === 0) found.push(error(['spec', 'rules'], `CUSTOM ${never}`));
    else if (!provider?.name) found.push(error(['spec', 'provider'], '`provider.name` must not be empty'));
    for (const [index, rule] of rules.entries()) found.push(...checkCustom(['spec', 'rules', index], rule));
  } else if (provider)
    found.push(
      error(['spec', 'provider'], `\`provider\` must not be with non CUSTOM action, found ${action}`),
    );
  if (action === 'DENY' && rules.length === 0) found.push(error(['spec', 'rules'], `DENY ${never}`));
  for (const [index, rule] of rules.entries()) found.push(...checkRule(rule, index, action));
  const { name, namespace = '' } = object.metadata;
  return found.map((finding) =>
    finding.severity === 'error'
      ? { ...finding, message: `invalid policy ${name}.${namespace}: ${finding.message}` }
      : finding,
  );
}

function checkCustom(path: Path, rule: Rule): Finding[] {
  const unsupported = (here: Path, what: string): Finding =>
    error(here, `${what} is currently not supported with CUSTOM action`);
  const ofSources = (rule.from ?? []).flatMap(({ source }, index) =>
    fieldsOf(peerFields)
      .filter((field) => source?.[field]?.length)
      .map((field) => unsupported([...path, 'from', index, 'source', field], `From.${peerFields[field]}`)),
  );
  const ofConditions = (rule.when ?? []).flatMap(({ key = '' }, index) =>
    peerKeys.has(key) || key.startsWith('request.auth.')
      ? [unsupported([...path, 'when', index, 'key'], key)]
      : [],
  );
  return [...ofSources, ...ofConditions];
}

function checkRule(rule: Rule, index: number, action: string): Finding[] {
  const path: Path = ['spec', 'rules', index];
  const found: Finding[] = [];
  const at = `found at rule ${index}`;
  for (const [position, { source }] of (rule.from ?? []).entries()) {
    const here = [...path, 'from', position, 'source'];
    found.push(
      ...(source ? checkSource(here, source, at) : [error(here, `\`from.source\` must not be nil, ${at}`)]),
    );
  }
  for (const [position, { operation }] of (rule.to ?? []).entries()) {
    const here = [...path, 'to', position, 'operation'];
    found.push(
      ...(operation
        ? checkOperation(here, operation, at)
        : [error(here, `\`to.operation\` must not be nil, ${at}`)]),
    );
  }
  for (const [position, condition] of (rule.when ?? []).entries())
    found.push(...checkCondition([...path, 'when', position], condition));
  if (action === 'DENY' && deniesAllTcp(rule))
    found.push(
      warning(
        path,
        'configured AuthorizationPolicy will deny all traffic to TCP ports under its scope due to the use of only HTTP attributes in a DENY rule; it is recommended to explicitly specify the port',
      ),
    );
  return found;
}

/** What only HTTP has is absent on a TCP connection, and a DENY rule matches there by what is left. */
function deniesAllTcp({ from = [], to = [] }: Rule): boolean {
  const sources = from.flatMap(({ source }) => source ?? []);
  const operations = to.flatMap(({ operation }) => operation ?? []);
  const tcpFrom = sources.some((source) => tcpSource.some((field) => source[field]?.length));
  const tcpTo = operations.some(({ ports, notPorts }) => ports?.length || notPorts?.length);
  return operations.length > 0 ? !tcpTo : sources.length > 0 && !tcpFrom;
}

function errors(path: Path, problems: attributes.Problems): Finding[] {
  return problems.map((problem) => error(path, problem));
}

function checkSource(path: Path, source: Source, at: string): Finding[] {
  const has = (...fields: readonly (keyof Source)[]): boolean =>
    fields.some((field) => source[field]?.length);
  const found: Finding[] = [];
  const named = has('principals', 'notPrincipals', 'namespaces', 'notNamespaces');
  if (named && has('serviceAccounts', 'notServiceAccounts'))
    found.push(error(path, `cannot set serviceAccounts with namespaces or principals, ${at}`));
  if (!has(...fieldsOf(peerFields), ...fieldsOf(addressFields)))
    found.push(error(path, `\`from.source\` must not be empty, ${at}`));
  for (const field of fieldsOf(addressFields)) {
    const here = [...path, field];
    found.push(
      ...errors(here, attributes.addresses(source[field])),
      ...errors(here, attributes.emptyValues(addressFields[field], source[field])),
    );
  }
  for (const field of fieldsOf(peerFields)) {
    const check = /serviceAccounts$/i.test(field)
      ? attributes.serviceAccounts
      : /trustDomains$/i.test(field)
        ? attributes.trustDomains
        : attributes.emptyValues;
    found.push(...errors([...path, field], check(peerFields[field], source[field])));
  }
  return found;
}

function checkOperation(path: Path, operation: Operation, at: string): Finding[] {
  const fields = fieldsOf(operationFields);
  const isEmpty = !fields.some((field) => operation[field]?.length);
  return [
    ...(isEmpty ? [error(path, `\`to.operation\` must not be empty, ${at}`)] : []),
    ...fields.flatMap((field) => {
      const here = [...path, field];
      const name = operationFields[field];
      const values = operation[field];
      return [
        ...(/ports$/i.test(field) ? errors(here, attributes.ports(values)) : []),
        ...errors(here, attributes.emptyValues(name, values)),
        ...(/paths$/i.test(field) ? errors(here, attributes.pathTemplates(name, values)) : []),
      ];
    }),
  ];
}

function checkCondition(path: Path, condition: NonNullable<Rule['when']>[number]): Finding[] {
  const { key, values = [], notValues = [] } = condition;
  if (!key) return [error(path, '`key` must not be empty')];
  if (values.length === 0 && notValues.length === 0)
    return [error(path, `at least one of \`values\` or \`notValues\` must be set for key ${key}`)];
  return (['values', 'notValues'] as const).flatMap((field) => {
    const problem = attributes.attributeProblem(key, condition[field]);
    return problem === null
      ? []
      : [error([...path, field], `invalid \`${field.slice(0, -1)}\` for \`key\` ${key}: ${problem}`)];
  });
}
