/** `POST /api/v1/config/predict`: changes judged by the traffic that was measured; nothing is sent, nothing is changed. */
import { routes } from '#lib/api/routes.ts';
import { askKindRights } from '../access/kind-rights.ts';
import { readDrafts } from '../configuration/draft.ts';
import { predictDrafts } from '../configuration/predict.ts';
import { defineOperation, type Operation } from '../http/operation.ts';
import type { Services } from '../services.ts';
import { parseSeconds } from './graph.ts';

const windowBounds = { minSeconds: 30, maxSeconds: 3600 };
const usualWindow = '300s';

export function predictOperation({ access, snapshot, telemetry, scoping }: Services): Operation {
  return defineOperation(routes.predictChanges, async ({ body, caller }) => {
    const windowSeconds = parseSeconds('window', body.window ?? usualWindow, windowBounds);
    const drafts = await readDrafts(body.changes);
    const rights = await askKindRights(access, caller.session.credential);
    const reading = await telemetry.live(windowSeconds, scoping.seenBy(rights.visible));
    return {
      kind: 'json',
      body: await predictDrafts({ drafts, windowSeconds }, { snapshot: snapshot.objects(), reading, rights }),
    };
  });
}
