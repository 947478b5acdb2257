/** `POST /api/v1/config/predict`: changes judged by the traffic that was measured; nothing is sent, nothing is changed. */
import { routes } from '#lib/api/routes.ts';
import { askKindRights } from '../../access/kind-rights.ts';
import { readDrafts } from '../../configuration/draft.ts';
import { placesOf } from '../../configuration/draft-places.ts';
import { predictDrafts } from '../../configuration/predict.ts';
import { visibleObjects } from '../../configuration/visible-objects.ts';
import { defineOperation, type Operation } from '../../http/operation.ts';
import type { Services } from '../../services.ts';
import { parseSeconds } from '../traffic/graph.ts';

const windowBounds = { minSeconds: 30, maxSeconds: 3600 };
const usualWindow = '300s';

export function predictOperation({ access, snapshot, telemetry, scoping }: Services): Operation {
  return defineOperation(routes.predictChanges, async ({ body, caller }) => {
    const windowSeconds = parseSeconds('window', body.window ?? usualWindow, windowBounds);
    const drafts = await readDrafts(body.changes);
    const rights = await askKindRights(access, caller.session.credential);
    const places = placesOf(drafts, visibleObjects(snapshot.objects(), rights));
    const { scope, warnings } = scoping.near(rights.visible, places);
    const reading = await telemetry.live(windowSeconds, scope);
    const answer = await predictDrafts(
      { drafts, windowSeconds },
      { snapshot: snapshot.objects(), reading, rights },
    );
    return { kind: 'json', body: { ...answer, warnings: [...answer.warnings, ...warnings] } };
  });
}
