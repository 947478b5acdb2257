/** What a program does with one request: its own work and failures, and its calls one after another, as the demo describes it. */
import { pickDuration } from '#demo/traffic/answers.ts';
import { logNormal } from '#demo/traffic/distribution.ts';
import { experienceOf, type PlannedCall, type Station } from '#demo/traffic/plan.ts';
import { multiply, type Random } from '#demo/traffic/random.ts';

export interface ProgramWorld {
  random: Random;
  delay(ms: number): Promise<void>;
  carries(planned: PlannedCall): boolean;
  /** Resolves with whether the call failed. */
  call(planned: PlannedCall): Promise<boolean>;
}

/** Resolves with the HTTP status of the answer. */
export async function answerRequest(station: Station, world: ProgramWorld): Promise<number> {
  const { latencyMs, spread = 0.5, failures = [] } = station.behaviour;
  const { random } = world;
  let draw = random();
  for (const { share, status } of failures) {
    draw -= share;
    if (draw >= 0) continue;
    // Who fails, fails early (demo/traffic/answers.ts).
    await world.delay(pickDuration(logNormal(latencyMs * 0.6, spread), random));
    return status;
  }
  await world.delay(pickDuration(logNormal(latencyMs, spread), random));
  return (await makeCalls(station, world)) ? 500 : 200;
}

/** Resolves with whether a call failed that the request cannot do without. */
export async function makeCalls(station: Station, world: ProgramWorld): Promise<boolean> {
  let failed = false;
  for (const planned of station.calls) {
    const { perRequest, critical = 1, background = false } = planned.call;
    for (let left = multiply(world.random, 1, perRequest); left > 0; left--) {
      const ending = makeCall(planned, world);
      if (background) continue;
      if ((await ending) && world.random() < critical) failed = true;
    }
  }
  return failed;
}

/** A call that is not carried is counted when its tick is played; here the program only waits for it. */
async function makeCall(planned: PlannedCall, world: ProgramWorld): Promise<boolean> {
  if (world.carries(planned)) return world.call(planned);
  const experience = experienceOf(planned);
  if (experience.perRequest === 0) return false;
  await world.delay(experience.sampleDuration(world.random));
  return world.random() < experience.failing;
}
