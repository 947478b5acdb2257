/** Signing in by OpenID Connect, its parts wired together from the configuration. */
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { createSealer } from '../session/seal.ts';
import type { Session } from '../session/session.ts';
import { createFlow, type Flow } from './flow.ts';
import { createIssuer, type Issuer } from './issuer.ts';
import { createLeave, type Leave, type Leaving } from './leaving.ts';
import { createQuestionCookies, type QuestionCookies } from './question-cookies.ts';

export interface Oidc {
  issuer: Issuer;
  flow: Flow;
  questions: QuestionCookies;
  leave(session: Session): Promise<Leaving | null>;
  finishLeaving: Leave['finish'];
}

/** Null when it is not switched on. */
export function createOidc(config: Config, clock: Clock, log: Log): Oidc | null {
  const { signIn, publicUrl, sessionSecrets } = config;
  if (signIn.oidc === null || publicUrl === null) return null;
  const issuer = createIssuer(signIn.oidc, clock);
  const sealer = createSealer(sessionSecrets.current, sessionSecrets.previous);
  const leave = createLeave({ issuer, sealer, publicUrl, clock, log });
  return {
    issuer,
    flow: createFlow(issuer, publicUrl, clock, log),
    questions: createQuestionCookies(sealer, publicUrl.protocol === 'https:'),
    leave: leave.begin,
    finishLeaving: leave.finish,
  };
}
