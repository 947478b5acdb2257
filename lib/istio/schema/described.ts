/** The CustomResourceDefinitions of crds.ts with their prose, for what serves them: forms and checks have enough without. */
import gatewayApi from '../generated/gateway-api-crds.json' with { type: 'json' };
import istio from '../generated/istio-crds.json' with { type: 'json' };
import type { Crd } from './crds.ts';

// The JSON is typed by its own generator; its literal type is of no use here.
const untyped: readonly object[] = [...istio, ...gatewayApi];

export const describedCrds = untyped as readonly Crd[];
