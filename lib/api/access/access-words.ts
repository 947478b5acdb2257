/** Words of the access API, apart from its schemas: the browser needs the words, but not the library that judges. */
import { abilityIds } from '../../access/abilities.ts';

/** `changeTraffic`: any write to any kind that says where requests go. */
export const whoQuestions = ['changeTraffic', ...abilityIds] as const;
export type WhoQuestion = (typeof whoQuestions)[number];

/** `accepted`: a dry run that would be written; `unchanged`: it is already so. */
export const grantStates = ['accepted', 'written', 'unchanged', 'refused'] as const;

export const grantRefusals = [
  /** The verb on RoleBindings is missing. */
  'rights',
  /** Nobody grants more than they hold, unless they may `bind` the role. */
  'escalation',
  /** The cluster does not have the persona's ClusterRole. */
  'no-role',
  'no-namespace',
  /** It is another one than was seen, or gone. */
  'changed',
  /** Not a binding that the console takes back: of several subjects, or of another role. */
  'not-ours',
  'invalid',
  'away',
  'unknown',
] as const;
export type GrantRefusal = (typeof grantRefusals)[number];
