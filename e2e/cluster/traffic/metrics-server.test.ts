import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '#scripts/free-port.ts';
import { startMetricsServer } from './metrics-server.ts';

let stop = async (): Promise<void> => undefined;
afterEach(() => stop());

describe('the metrics server', () => {
  it('answers scrapes with what is counted then, and nothing else', async () => {
    let scrapes = 0;
    const port = await freePort(4480, 'metrics');
    stop = await startMetricsServer({ host: '127.0.0.1', port }, () => `up ${++scrapes}\n`);
    const scrape = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
    await scrape('/metrics');
    const answer = await scrape('/metrics');
    expect(answer.headers.get('content-type')).toContain('version=0.0.4');
    expect(await answer.text()).toBe('up 2\n');
    expect((await scrape('/')).status).toBe(404);
  });
});
