/** Starts a server on the wished port or, when that is taken, on the next free one. */

const attempts = 50;

export async function onFreePort<T>(
  wished: number,
  start: (port: number) => Promise<T>,
  onTaken: (port: number) => void,
): Promise<T> {
  for (let port = wished; ; port++) {
    try {
      return await start(port);
    } catch (error) {
      if (!isTaken(error) || wished === 0 || port >= wished + attempts) throw error;
      onTaken(port);
    }
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
