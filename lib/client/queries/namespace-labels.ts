/** Istio's labels of a namespace, tried and written. Never aborted: what was sent may have been written. */
import type { LabelAnswer, LabelBody } from '#lib/api/mesh/mesh.ts';
import { apiRoutes } from '../address/routes.ts';
import { callApi } from '../call/api-client.ts';
import { framed } from '../call/frame.ts';

const isLabelAnswer = framed<LabelAnswer>({ namespace: 'string', state: 'string', warnings: 'array' });

/** Rejects with ApiError. */
export function sendLabels(namespace: string, body: LabelBody): Promise<LabelAnswer> {
  return callApi({ path: apiRoutes.labelNamespace(namespace), method: 'POST', body, judge: isLabelAnswer });
}
