/** CustomResourceDefinitions of the Gateway API, generated from its module: of the kinds that the console knows. */
import generated from '../generated/gateway-api-crds.json' with { type: 'json' };
import type { Crd } from './crds.ts';

// The JSON is typed by its own generator; its literal type is of no use here.
const untyped: object = generated;

export const gatewayApiCrds = untyped as readonly Crd[];
