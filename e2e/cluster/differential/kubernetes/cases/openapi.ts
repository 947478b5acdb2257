/** OpenAPI v3: which documents there are, what can be done at which path, and the schemas. */
import { groupVersions, pathOf } from '#demo/kubernetes/reads/discovery.ts';
import type { Scenario } from '../scenario.ts';

const one = (name: string, line: string): Scenario => ({ group: 'OpenAPI', name, steps: [{ line }] });

export const openApiCases: readonly Scenario[] = [
  one('the documents', 'GET /openapi/v3'),
  one('none', 'GET /openapi/v3/apis/example.com/v1'),
  ...groupVersions().map((gv) => one(pathOf(gv), `GET /openapi/v3/${pathOf(gv)}`)),
];
