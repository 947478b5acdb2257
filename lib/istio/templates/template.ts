/** Where a new object begins: a text that the cluster takes as it is, with comments that say what to change. */
import { kubectlStyle, printBlock, printScalar } from '#lib/document/yaml/print.ts';

/** Keys below `editor.templateComment` of lib/i18n: a comment is in the reader's language. */
export const templateComments = [
  'firstRuleWins',
  'subsetsElsewhere',
  'subsetIsPods',
  'certificateIsSecret',
  'onlyTheseHosts',
  'tokenIsOptional',
  'allowRefusesTheRest',
  'nothingIsAllowed',
  'serviceOfCallers',
  'serviceOfVersion',
  'routesMaySend',
] as const;
export type TemplateComment = (typeof templateComments)[number];
export type CommentText = (key: TemplateComment) => string;

/** What a template fills in; the reader changes it afterwards. */
export interface TemplateNames {
  name: string;
  namespace: string;
  /** Of a service, or of the world, where the kind speaks of hosts. */
  host: string;
  /** Behind the host; named as the object where none is known. */
  service?: string;
  /** Value of the label `app` of a workload; named as the object where none is known. */
  app?: string;
  /** Of the service; what is often meant where nothing is known. */
  port?: number;
  /** Labels of the pods that serve gateways here. */
  gatewayPods?: Readonly<Record<string, string>>;
  /** A gateway of the Gateway API, in the namespace. */
  parent?: string;
}

/** The same as YAML has them: a namespace may be called 123, and a host begin with a star. */
interface WrittenNames extends Pick<TemplateNames, 'name' | 'namespace' | 'host'> {
  service: string;
  /** As the outside calls the service: its short name is none there. */
  outside: string;
  app: string;
  port: number;
  /** Lines of a map, with so many spaces before each. */
  gatewayPods(indent: number): string;
  parent: string;
  /** The Service's name with a version behind it. */
  versioned(version: string): string;
}

/** As Istio's own charts label them. */
const ingressPods = { istio: 'ingressgateway' };

export interface Template {
  /** Key below `editor.template` of lib/i18n. */
  id: string;
  /** The spec and its comments, from the first column. */
  spec(names: WrittenNames, comment: CommentText): string;
}

export function templateSpec(template: Template, names: TemplateNames, comment: CommentText): string {
  return template.spec(writtenNames(names), comment).replace(/^\n/, '');
}

export function templateText(
  { apiVersion, kind }: { apiVersion: string; kind: string },
  template: Template | undefined,
  names: TemplateNames,
  comment: CommentText,
): string {
  const { name, namespace } = writtenNames(names);
  const head = `apiVersion: ${apiVersion}
kind: ${kind}
metadata:
  name: ${name}
  namespace: ${namespace}
`;
  return `${head}${template === undefined ? 'spec: {}\n' : templateSpec(template, names, comment)}`;
}

function writtenNames({
  name,
  namespace,
  host,
  service = name,
  app = name,
  port = 8080,
  gatewayPods = ingressPods,
  parent = 'gateway',
}: TemplateNames): WrittenNames {
  const written = (text: string): string => printScalar(text, kubectlStyle, false);
  return {
    name: written(name),
    namespace: written(namespace),
    host: written(host),
    service: written(service),
    outside: written(host.includes('.') ? host : `${host}.example.com`),
    app: written(app),
    port,
    gatewayPods: (indent) => printBlock({ ...gatewayPods }, indent, kubectlStyle).join('\n'),
    parent: written(parent),
    versioned: (version) => written(`${service}-${version}`),
  };
}
