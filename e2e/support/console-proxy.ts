/**
 * Stands between browser and console as an ingress would: counts the event streams that are open, notes what is asked, and can cut the
 * line or let streams wait.
 */
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { startBreakableServer } from './breakable-server.ts';

export interface ConsoleProxy {
  url: string;
  /** Event streams that are open at the console. */
  streams(): number;
  /** Paths of the API that were asked since the last call, streams among them. */
  takeAsked(): string[];
  /** False: every line ends, and nobody answers. */
  setUp(up: boolean): void;
  /** True: event streams wait before they are opened. */
  holdStreams(hold: boolean): void;
  /** Ends the event streams that are open, and nothing else. */
  cutStreams(): void;
  /** Of paths that begin so the console hears the question, and the line ends before its answer. Null: of none. */
  cutAnswers(path: string | null): void;
  close(): Promise<void>;
}

export async function startConsoleProxy(target: string): Promise<ConsoleProxy> {
  const streams = new Set<ServerResponse>();
  let asked: string[] = [];
  let up = true;
  let held: (() => void)[] | null = null;
  let cut: string | null = null;

  function pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const path = incoming.url ?? '/';
    const { pathname } = new URL(path, target);
    if (pathname.startsWith('/api/')) asked.push(path);
    // Host stays the browser's: by it the console knows its own origin.
    const question = request(
      new URL(path, target),
      { method: incoming.method, headers: incoming.headers, setHost: false },
      (answer) => {
        if (cut !== null && path.startsWith(cut)) {
          // The console goes on with what it was asked; nobody here hears of it.
          answer.resume();
          outgoing.destroy();
          return;
        }
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        if (pathname === '/api/v1/stream' && answer.statusCode === 200) streams.add(outgoing);
        answer.on('error', () => outgoing.destroy());
        answer.pipe(outgoing);
      },
    );
    question.on('error', () => outgoing.destroy());
    outgoing.on('close', () => {
      streams.delete(outgoing);
      if (cut === null || !path.startsWith(cut)) question.destroy();
    });
    incoming.pipe(question);
  }

  const { url, cutLines, close } = await startBreakableServer((incoming, outgoing) => {
    if (!up) outgoing.destroy();
    else if (held !== null && incoming.url?.startsWith('/api/v1/stream'))
      held.push(() => pass(incoming, outgoing));
    else pass(incoming, outgoing);
  });
  return {
    url,
    streams: () => streams.size,
    takeAsked: () => {
      const taken = asked;
      asked = [];
      return taken;
    },
    setUp: (next) => {
      up = next;
      if (!up) cutLines();
    },
    holdStreams: (hold) => {
      const waiting = held ?? [];
      held = hold ? waiting : null;
      if (!hold) for (const open of waiting) open();
    },
    cutStreams: () => {
      for (const stream of streams) stream.destroy();
    },
    cutAnswers: (path) => {
      cut = path;
    },
    close,
  };
}
