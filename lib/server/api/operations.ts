/** Every operation that the server answers. */
import type { Operation } from '../http/operation.ts';
import type { Services } from '../services.ts';
import { aboutOperations } from './about.ts';
import { graphOperation } from './graph.ts';
import { searchOperation } from './search.ts';
import { sessionOperations } from './session.ts';
import { streamOperation } from './stream.ts';
import { whoamiOperation } from './whoami.ts';

export function operations(services: Services): Operation[] {
  return [
    ...sessionOperations(services),
    whoamiOperation(services),
    graphOperation(services),
    searchOperation(services),
    streamOperation(services),
    ...aboutOperations(services),
  ];
}
