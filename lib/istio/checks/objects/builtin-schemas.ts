/**
 * The parts of Kubernetes' own kinds that checks read, as structural schemas: what is wrong here, the API server refuses,
 * and what passes is safe to read. Everything else in these kinds is not judged.
 */
import type { StructuralSchema } from '../../schema/crds.ts';

type Properties = Readonly<Record<string, StructuralSchema>>;

const text: StructuralSchema = { type: 'string' };
const flag: StructuralSchema = { type: 'boolean' };
const whole: StructuralSchema = { type: 'integer' };
const wholeOrText: StructuralSchema = { 'x-kubernetes-int-or-string': true };
const object = (properties: Properties, required: readonly string[] = []): StructuralSchema => ({
  type: 'object',
  'x-kubernetes-preserve-unknown-fields': true,
  properties,
  required,
});
const list = (items: StructuralSchema): StructuralSchema => ({ type: 'array', items });
const texts: StructuralSchema = { type: 'object', additionalProperties: text };

export const metadataSchema = object({ labels: texts, annotations: texts, creationTimestamp: text });

const conditions = list(object({ type: text, status: text, reason: text, message: text }));
const container = object(
  {
    name: text,
    image: text,
    env: list(object({ name: text, value: text })),
    securityContext: object({ runAsUser: whole }),
  },
  ['name'],
);
const podSpec = object({
  containers: list(container),
  initContainers: list(container),
  hostNetwork: flag,
  nodeName: text,
  securityContext: object({ runAsUser: whole }),
});
const workload = object({ spec: object({ template: object({ metadata: metadataSchema, spec: podSpec }) }) });
const servicePort = object(
  { name: text, port: whole, targetPort: wholeOrText, protocol: text, appProtocol: text },
  ['port'],
);
const labelSelector = object({
  matchLabels: texts,
  matchExpressions: list(object({ key: text, operator: text, values: list(text) }, ['key', 'operator'])),
});
const webhook = object(
  {
    name: text,
    namespaceSelector: labelSelector,
    objectSelector: labelSelector,
    clientConfig: object({
      url: text,
      service: object({ name: text, namespace: text }, ['name', 'namespace']),
    }),
  },
  ['name'],
);

/** By kind, as `knownKind` names it. */
export const builtinSchemas: ReadonlyMap<string, StructuralSchema> = new Map([
  ['Namespace', object({})],
  ['Node', object({})],
  ['Pod', object({ spec: podSpec })],
  [
    'Service',
    object({
      spec: object({
        type: text,
        clusterIP: text,
        clusterIPs: list(text),
        externalName: text,
        selector: texts,
        ports: list(servicePort),
      }),
      status: object({ conditions }),
    }),
  ],
  ['Deployment', workload],
  ['StatefulSet', workload],
  ['DaemonSet', workload],
  ['Secret', object({ type: text, data: texts, stringData: texts })],
  ['ConfigMap', object({ data: texts })],
  ['MutatingWebhookConfiguration', object({ webhooks: list(webhook) })],
  [
    'CustomResourceDefinition',
    object({ spec: object({ group: text, names: object({ kind: text }, ['kind']) }, ['group', 'names']) }),
  ],
]);
