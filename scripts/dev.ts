/** `npm run dev`: the demo with Next in development mode. */
import { main as demo } from './demo.ts';

export function main(argv: readonly string[]): Promise<number> {
  return demo(argv, true);
}
