/**
 * CustomResourceDefinitions: Istio's, generated from istio.io/api, and those of the Gateway API that Istio reads, generated from
 * sigs.k8s.io/gateway-api: names, served versions and the structural schema of each kind, without the prose, as browsers load them.
 */
import gatewayApi from '../generated/gateway-api-schemas.json' with { type: 'json' };
import generated from '../generated/istio-schemas.json' with { type: 'json' };

/** OpenAPI v3 as Kubernetes' structural schemas use it. */
export interface StructuralSchema {
  type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  description?: string;
  format?: string;
  nullable?: boolean;
  default?: unknown;
  enum?: readonly (string | number | boolean)[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minProperties?: number;
  maxProperties?: number;
  required?: readonly string[];
  properties?: Readonly<Record<string, StructuralSchema>>;
  additionalProperties?: StructuralSchema;
  items?: StructuralSchema;
  oneOf?: readonly StructuralSchema[];
  anyOf?: readonly StructuralSchema[];
  allOf?: readonly StructuralSchema[];
  not?: StructuralSchema;
  'x-kubernetes-int-or-string'?: boolean;
  'x-kubernetes-preserve-unknown-fields'?: boolean;
  'x-kubernetes-list-type'?: string;
  'x-kubernetes-list-map-keys'?: readonly string[];
  'x-kubernetes-validations'?: readonly {
    rule: string;
    message?: string;
    messageExpression?: string;
    reason?: string;
  }[];
}

export interface Crd {
  group: string;
  scope: string;
  names: {
    kind: string;
    listKind: string;
    plural: string;
    singular: string;
    shortNames?: string[];
    categories?: string[];
  };
  versions: {
    name: string;
    served: boolean;
    storage: boolean;
    status: boolean;
    /** Where it is another than the schema's. */
    description?: string;
  }[];
  schema: StructuralSchema;
}

// The JSON is typed by its own generator; its literal type is of no use here.
const untyped: object = generated;
const untypedGatewayApi: object = gatewayApi;

/** Istio's own. */
export const crds = untyped as readonly Crd[];
export const gatewayApiCrds = untypedGatewayApi as readonly Crd[];

/** Of every kind that is configuration of the mesh. */
export const knownCrds: readonly Crd[] = [...crds, ...gatewayApiCrds];

const byKind = new Map(knownCrds.map((crd) => [`${crd.group}/${crd.names.kind}`, crd]));

export function crdOf(group: string, kind: string): Crd | undefined {
  return byKind.get(`${group}/${kind}`);
}
