/** The three people of the demo's content, as a command that started a console introduces them. */
import type { Persona } from './demo-processes.ts';

const rights = {
  viewer: 'reads bookinfo and shop',
  developer: 'edits routing in bookinfo and shop',
  admin: 'everything, also payments',
} as const satisfies Record<Persona['context'], string>;

export function personaLines(people: readonly Pick<Persona, 'context' | 'displayName'>[]): string[] {
  return people.map(
    ({ context, displayName }) => `  ${context.padEnd(10)} ${displayName.padEnd(11)} ${rights[context]}`,
  );
}
