/** The Gateway API's CustomResourceDefinitions of the kinds that Istio reads, generated from sigs.k8s.io/gateway-api. */
import generated from '../generated/gateway-api-crds.json' with { type: 'json' };
import type { Crd } from './crds.ts';

// The JSON is typed by its own generator; its literal type is of no use here.
const untyped: object = generated;

export const gatewayApiCrds = untyped as readonly Crd[];
