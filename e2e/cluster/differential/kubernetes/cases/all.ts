/** Every case that is written by hand. */
import type { Scenario } from '../scenario.ts';
import { accessCases } from './access.ts';
import { gatewayApiCases } from './gateway-api.ts';
import { lifeCases } from './life.ts';
import { openApiCases } from './openapi.ts';
import { patchCases } from './patches.ts';
import { readCases } from './reads.ts';
import { restCases } from './rest.ts';
import { typeCases } from './types.ts';
import { watchCases } from './watching.ts';
import { writeCases } from './writes.ts';

export const allCases: readonly Scenario[] = [
  ...writeCases,
  ...patchCases,
  ...readCases,
  ...restCases,
  ...accessCases,
  ...openApiCases,
  ...gatewayApiCases,
  ...lifeCases,
  ...typeCases,
  ...watchCases,
];
