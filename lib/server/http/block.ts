/**
 * A piece of an event stream, compressed once for all its readers. Each block is raw DEFLATE of its own, flushed to a byte boundary
 * and not final, so blocks follow one another in any reader's stream after one gzip header (RFC 1951 §3.2.4, RFC 1952 §2.3.1): no
 * reader has a compressor of its own, which would cost 256 KB and the same work again for each of them.
 */
import { promisify } from 'node:util';
import { constants, deflateRaw, deflateRawSync } from 'node:zlib';

export interface Block {
  plain: Buffer;
  deflated: Buffer;
}

const options = { level: 4, finishFlush: constants.Z_SYNC_FLUSH };
const deflate = promisify(deflateRaw);

/** Starts a stream of blocks: deflate, no name, no time, unknown system. */
export const gzipHeader = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);

/** For short texts. */
export function blockOf(text: string): Block {
  const plain = Buffer.from(text);
  return { plain, deflated: deflateRawSync(plain, options) };
}

/** For long texts: compressed aside. */
export async function largeBlockOf(text: string): Promise<Block> {
  const plain = Buffer.from(text);
  return { plain, deflated: await deflate(plain, options) };
}

export function joinBlocks(blocks: readonly Block[]): Block {
  return {
    plain: Buffer.concat(blocks.map(({ plain }) => plain)),
    deflated: Buffer.concat(blocks.map(({ deflated }) => deflated)),
  };
}
