/** A process of its own that asks for one address from many connections at once, each again as soon as it is answered; writes one line of JSON. */
import { Agent, request } from 'node:http';
import { percentile } from './figures.ts';

const [url = '', token = '', clients = '1', seconds = '5'] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: Number(clients) });
const endMs = performance.now() + Number(seconds) * 1000;
const took: number[] = [];
let failed = 0;

function ask(): Promise<boolean> {
  return new Promise((resolve) => {
    request(
      url,
      { agent, headers: { authorization: `Bearer ${token}`, 'accept-encoding': 'gzip' } },
      (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode === 200));
        answer.on('error', () => resolve(false));
      },
    )
      .on('error', () => resolve(false))
      .end();
  });
}

async function client(): Promise<void> {
  while (performance.now() < endMs) {
    const fromMs = performance.now();
    if (await ask()) took.push(performance.now() - fromMs);
    else failed += 1;
  }
}

await Promise.all(Array.from({ length: Number(clients) }, client));
agent.destroy();
process.stdout.write(
  JSON.stringify({
    perSecond: took.length / Number(seconds),
    p50Ms: percentile(took, 0.5),
    p95Ms: percentile(took, 0.95),
    failed,
    answered: took.length,
  }),
);
