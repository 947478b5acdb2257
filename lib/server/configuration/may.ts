/** What a caller may do with an object, by access reviews with their own credentials; a missing right is named. */
import type { May } from '#lib/api/configuration/configuration.ts';
import type { AccessBook } from '../access/access-book.ts';
import type { UserCredential } from '../kubernetes/credential.ts';
import type { Target } from './target.ts';

export async function mayOf(
  access: Pick<AccessBook, 'allows'>,
  credential: UserCredential,
  { kind, namespace }: Pick<Target, 'kind' | 'namespace'>,
): Promise<May> {
  const one = async (verb: string): Promise<May['create']> => {
    const question = { verb, group: kind.group, resource: kind.plural };
    const allowed = await access.allows(credential, question, namespace);
    return { allowed, missing: allowed ? null : { ...question, namespace } };
  };
  const [create, update, remove] = await Promise.all([one('create'), one('update'), one('delete')]);
  return { create, update, delete: remove };
}
