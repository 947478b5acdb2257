/** What of the tools beside a console the mesh of this run has: the demo has stand-ins for all, the real cluster no Service of any. */
import { isRealCluster } from './demo.ts';

export const toolState = isRealCluster
  ? { admin: 'Not installed', others: 'Not installed' }
  : { admin: 'Ready', others: 'Forbidden for you' };
