/** Whether Go programs (oracles, kubectl) can be built here. */
import { execFileSync } from 'node:child_process';

const oldest = { major: 1, minor: 26 };

/** Why not, in a sentence; null when Go is there and new enough. */
export function goObstacle(): string | null {
  let version: string;
  try {
    version = execFileSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' }).trim();
  } catch {
    return 'Go is not installed';
  }
  const [, major = 0, minor = 0] = /^go(\d+)\.(\d+)/.exec(version)?.map(Number) ?? [];
  const isOld = major < oldest.major || (major === oldest.major && minor < oldest.minor);
  return isOld ? `Go ${oldest.major}.${oldest.minor} is needed, ${version} is installed` : null;
}
