/** The console's own version and how it names itself to upstreams. */
import packageJson from '#package.json' with { type: 'json' };

export const consoleVersion: string = packageJson.version;
export const userAgent = `sluice/${packageJson.version}`;
export const fieldManager = 'sluice';
