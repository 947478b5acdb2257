/** Every operation that the server answers, and the API made of them. */
import { createCostlyCalls } from '../http/costly-calls.ts';
import { type ApiRequest, type ApiResponse, createApi } from '../http/handle.ts';
import type { Operation } from '../http/operation.ts';
import type { Services } from '../services.ts';
import { aboutOperations } from './about.ts';
import { accessOperations } from './access/access.ts';
import { configurationOperations } from './configuration/configuration.ts';
import { changeOperations } from './configuration/configuration-changes.ts';
import { expectationsOperation } from './configuration/expectations.ts';
import { historyOperations } from './configuration/history.ts';
import { predictOperation } from './configuration/predict.ts';
import { routeTestOperation } from './configuration/route-test.ts';
import { searchOperation } from './configuration/search.ts';
import { timelineOperation } from './configuration/timeline.ts';
import { linkOperations } from './mesh/links.ts';
import { meshOperations } from './mesh/mesh-page.ts';
import { oidcOperations } from './sign-in/oidc.ts';
import { sessionOperations } from './sign-in/session.ts';
import { whoamiOperation } from './sign-in/whoami.ts';
import { splitOperations } from './splits/splits.ts';
import { detailOperations } from './traffic/details.ts';
import { exploreOperations } from './traffic/explore.ts';
import { graphOperation } from './traffic/graph.ts';
import { inventoryOperations } from './traffic/inventory.ts';
import { logOperations } from './traffic/logs.ts';
import { overviewOperation } from './traffic/overview.ts';
import { seriesOperations } from './traffic/series.ts';
import { streamOperation } from './traffic/stream.ts';
import { traceOperations } from './traffic/traces.ts';

function operations(services: Services): Operation[] {
  return [
    ...sessionOperations(services),
    ...oidcOperations(services),
    whoamiOperation(services),
    ...accessOperations(services),
    graphOperation(services),
    overviewOperation(services),
    ...meshOperations(services),
    ...inventoryOperations(services),
    timelineOperation(services),
    ...historyOperations(services),
    ...detailOperations(services),
    ...configurationOperations(services),
    ...changeOperations(services),
    ...splitOperations(services),
    predictOperation(services),
    routeTestOperation(services),
    expectationsOperation(services),
    searchOperation(services),
    ...linkOperations(services),
    ...logOperations(services),
    ...exploreOperations(services),
    ...traceOperations(services),
    ...seriesOperations(services),
    streamOperation(services),
    ...aboutOperations(services),
  ];
}

export function consoleApi(services: Services): (request: ApiRequest) => Promise<ApiResponse> {
  const { config, clock, sessions, access, failures, moments, log, meters } = services;
  const loopbackOnly = ['127.0.0.1', 'localhost', '::1'].includes(config.host);
  return createApi({
    operations: operations(services),
    sessions,
    access,
    failures,
    costly: createCostlyCalls(clock),
    originRule: { publicUrl: config.publicUrl, loopbackOnly },
    moments,
    log,
    onAnswer: meters.answered,
  });
}
