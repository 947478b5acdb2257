/**
 * Until the console itself has heard of what it wrote: whoever asks next sees it, also where no stream tells them to ask again. Not
 * longer than a moment, and not for routes of the Gateway API, whose watches are another matter.
 */
import type { RunAnswer } from '#lib/api/splits/split-plan.ts';
import { realName } from '#lib/splits/survey/gateway-routes.ts';
import { recordsIn } from '#lib/splits/survey/survey.ts';
import type { SplitConsole } from '../world/split-console.ts';

const beatMs = 25;
const mostMs = 1000;

export async function untilHeard(
  { snapshot, clock }: Pick<SplitConsole, 'snapshot' | 'clock'>,
  service: { namespace: string; name: string },
  { written, release }: RunAnswer,
): Promise<void> {
  if (written === 0) return;
  if (release?.points.some(({ virtualService }) => realName(virtualService).kind !== 'VirtualService'))
    return;
  const isHeard = (): boolean => {
    const { byService } = recordsIn(snapshot.objects().virtualServices);
    const now = byService.get(`${service.namespace}/${service.name}`)?.release;
    // Somebody else may have been there since.
    return release === null
      ? now === undefined
      : now !== undefined && (now.id !== release.id || now.rev >= release.rev);
  };
  const deadlineMs = clock.now() + mostMs;
  while (!isHeard() && clock.now() < deadlineMs) await clock.delay(beatMs);
}
