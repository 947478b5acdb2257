/** How a call ended: "ok", or the problem code of its error. */
import { isAppError } from '../app-error.ts';

export async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'ok',
    (error: unknown) => (isAppError(error) ? error.code : String(error)),
  );
}
