/** Stands before several consoles as a Service does: asks each whether it is ready, and sends every request to the next that was. */
import { Agent, request } from 'node:http';
import { startBreakableServer } from './breakable-server.ts';

export interface Balancer {
  url: string;
  add(target: string): void;
  /** Those that said they were ready when they were last asked. */
  ready(): string[];
  close(): Promise<void>;
}

const askEveryMs = 500;

export async function startBalancer(): Promise<Balancer> {
  const targets = new Map<string, boolean>();
  // Connections are kept, as an ingress keeps them: a replica that goes has to say so.
  const agent = new Agent({ keepAlive: true });
  let turn = 0;
  const ready = () => [...targets].flatMap(([url, isReady]) => (isReady ? [url] : []));
  const timer = setInterval(() => {
    for (const url of targets.keys())
      fetch(`${url}/readyz`).then(
        ({ status }) => targets.set(url, status === 200),
        () => targets.delete(url),
      );
  }, askEveryMs);
  const server = await startBreakableServer((incoming, outgoing) => {
    const choice = ready();
    turn += 1;
    const target = choice[turn % Math.max(1, choice.length)];
    if (target === undefined) {
      outgoing.writeHead(502).end();
      return;
    }
    const { method, headers, url = '/' } = incoming;
    const question = request(new URL(url, target), { method, headers, agent, setHost: false }, (answer) => {
      const { connection: _, ...kept } = answer.headers;
      outgoing.writeHead(answer.statusCode ?? 502, kept);
      answer.on('error', () => outgoing.destroy());
      answer.pipe(outgoing);
    });
    question.on('error', () => {
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(502).end();
    });
    outgoing.on('close', () => question.destroy());
    incoming.pipe(question);
  });
  return {
    url: server.url,
    add: (target) => targets.set(target, true),
    ready,
    close: async () => {
      clearInterval(timer);
      agent.destroy();
      await server.close();
    },
  };
}
