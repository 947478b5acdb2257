/** The command without a process of its own, for what it says before it reads anything. */
import { vi } from 'vitest';
import { main } from '../main.ts';

export async function inProcess(args: readonly string[]) {
  const said: string[] = [];
  const collect = (text: string | Uint8Array) => said.push(String(text)) > 0;
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation(collect),
  );
  try {
    return { status: await main(args), said: said.join('') };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
