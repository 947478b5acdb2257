/** `npm start`: the product. Wants a build and the environment that README describes. */
import { isBuilt } from './build.ts';

export async function main(): Promise<number> {
  if (!isBuilt()) {
    process.stderr.write(
      'There is no build of these sources (or they have changed since). Run `npm run build` first.\n',
    );
    return 1;
  }
  Object.assign(process.env, { NODE_ENV: 'production' });
  await import('#lib/server/main.ts');
  return 0;
}
