/** Options of the commands, with errors that say what is possible. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from './exit.ts';

export function parseOptions<const T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
  }
}

export function oneOf<const T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new UsageError(`--${option} is "${value}"; it can be ${allowed.join(', ')}`);
  return found;
}
