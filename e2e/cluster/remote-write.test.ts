import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { encodeWriteRequest, remoteWrite, type WrittenSeries } from './remote-write.ts';

const up: WrittenSeries = { labels: { __name__: 'up' }, timesMs: [300], values: [1] };

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** The one literal of a snappy block, behind the length of its content. */
function content(block: Uint8Array): string {
  let at = 0;
  while ((block[at] ?? 0) > 0x7f) at++;
  return hex(block.subarray(at + 6));
}

describe('a write request', () => {
  it('is a snappy block of one literal', () => {
    // 32 bytes of content; a literal whose length minus one follows in four bytes.
    expect(hex(encodeWriteRequest([up]))).toMatch(/^20fc1f0000000a1e/);
    expect(hex(encodeWriteRequest([]))).toBe('00');
  });

  it('holds names, values and times in protobuf', () => {
    const label = `0a0e${`0a08${Buffer.from('__name__').toString('hex')}`}${`1202${Buffer.from('up').toString('hex')}`}`;
    const sample = '120c09000000000000f03f10ac02';
    expect(content(encodeWriteRequest([up]))).toBe(`0a1e${label}${sample}`);
  });

  it('sorts labels by their bytes, as the protocol asks', () => {
    const text = Buffer.from(
      encodeWriteRequest([{ labels: { b: '1', __name__: 'x', A: '2', é: '3' }, timesMs: [], values: [] }]),
    ).toString('utf8');
    const positions = ['A', '__name__', 'b', 'é'].map((name) => text.indexOf(`${name}\u0012`));
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(positions).not.toContain(-1);
  });

  it('writes times before 1970 and after 2038', () => {
    const at = (atMs: number) =>
      content(encodeWriteRequest([{ labels: {}, timesMs: [atMs], values: [0] }])).slice(8 + 18);
    expect(at(-1)).toBe('10ffffffffffffffffff01');
    expect(at(2 ** 41 + 1)).toBe('10818080808040');
  });

  it('ends a series that is gone with the marker that Prometheus knows', () => {
    const gone = content(encodeWriteRequest([{ labels: {}, timesMs: [], values: [], goneAtMs: 5 }]));
    expect(gone).toContain('09020000000000f07f1005');
  });
});

describe('remoteWrite', () => {
  let stop = (): void => undefined;
  afterEach(() => stop());

  async function receiver(status: number, text: string): Promise<{ url: string; sizes: number[] }> {
    const sizes: number[] = [];
    const server = createServer(async (request, response) => {
      let size = 0;
      for await (const chunk of request) size += (chunk as Buffer).length;
      sizes.push(size);
      response.writeHead(request.url === '/api/v1/write' ? status : 404).end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    stop = () => server.close();
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, sizes };
  }

  it('cuts what is too large for one request', async () => {
    const { url, sizes } = await receiver(204, '');
    const length = 100_000;
    const long = { timesMs: new Float64Array(length).fill(1e12), values: new Float64Array(length) };
    await remoteWrite(
      url,
      ['a', 'b', 'c', 'd'].map((name) => ({ labels: { __name__: name }, ...long })),
    );
    expect(sizes).toHaveLength(2);
    expect(Math.max(...sizes)).toBeLessThan(4.5 * 2 ** 20);
  });

  it('sends nothing for nothing', async () => {
    const { url, sizes } = await receiver(204, '');
    await remoteWrite(url, []);
    expect(sizes).toEqual([]);
  });

  it('passes on why samples were refused', async () => {
    const { url } = await receiver(400, 'out of order sample\n');
    await expect(remoteWrite(url, [up])).rejects.toThrow('(400): out of order sample');
  });
});
