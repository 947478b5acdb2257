/** The `sluice` command: `check` and `route` over files, folders, standard input and a live cluster. Contract: docs/command.md. */
import { check } from './check.ts';
import { exitCodes, UsageError } from './exit.ts';
import { route } from './route.ts';
import { usage } from './usage.ts';

const commands = new Map([
  ['check', check],
  ['route', route],
]);

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2));

export async function main(argv: readonly string[]): Promise<number> {
  const [name = '', ...rest] = argv;
  if (['', 'help', '--help', '-h'].includes(name) || rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(usage);
    return name === '' ? exitCodes.usage : exitCodes.clean;
  }
  try {
    const command = commands.get(name);
    if (!command)
      throw new UsageError(`there is no command "${name}"; there are: ${[...commands.keys()].join(', ')}`);
    return await command(rest);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`sluice: ${error.message}\nRun "sluice --help" for what it takes.\n`);
    return exitCodes.usage;
  }
}
