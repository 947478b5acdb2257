/** Every operation that the server answers, and the API made of them. */
import { createCostlyCalls } from '../http/costly-calls.ts';
import { type ApiRequest, type ApiResponse, createApi } from '../http/handle.ts';
import type { Operation } from '../http/operation.ts';
import type { Services } from '../services.ts';
import { aboutOperations } from './about.ts';
import { accessOperations } from './access.ts';
import { configurationOperations } from './configuration.ts';
import { changeOperations } from './configuration-changes.ts';
import { detailOperations } from './details.ts';
import { expectationsOperation } from './expectations.ts';
import { exploreOperations } from './explore.ts';
import { graphOperation } from './graph.ts';
import { historyOperations } from './history.ts';
import { inventoryOperations } from './inventory.ts';
import { linkOperations } from './links.ts';
import { logOperations } from './logs.ts';
import { meshOperations } from './mesh-page.ts';
import { oidcOperations } from './oidc.ts';
import { overviewOperation } from './overview.ts';
import { predictOperation } from './predict.ts';
import { routeTestOperation } from './route-test.ts';
import { searchOperation } from './search.ts';
import { seriesOperations } from './series.ts';
import { sessionOperations } from './session.ts';
import { splitOperations } from './splits.ts';
import { streamOperation } from './stream.ts';
import { timelineOperation } from './timeline.ts';
import { traceOperations } from './traces.ts';
import { whoamiOperation } from './whoami.ts';

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
