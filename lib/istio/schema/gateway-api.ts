/**
 * The Gateway API's CustomResourceDefinitions of the kinds that Istio reads, generated from sigs.k8s.io/gateway-api, with their prose:
 * for what serves them. Forms and checks have enough with those of crds.ts, which go to browsers.
 */
import generated from '../generated/gateway-api-crds.json' with { type: 'json' };
import type { Crd } from './crds.ts';

// The JSON is typed by its own generator; its literal type is of no use here.
const untyped: object = generated;

export const describedGatewayApiCrds = untyped as readonly Crd[];
