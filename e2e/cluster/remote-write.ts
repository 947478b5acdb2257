/**
 * Hands samples to a Prometheus by remote write 1.0: a protobuf `WriteRequest` in a snappy block.
 * https://prometheus.io/docs/specs/prw/remote_write_spec/
 */

export interface WrittenSeries {
  /** With `__name__`. */
  labels: Readonly<Record<string, string>>;
  /** Unix ms, rising; one value each. */
  timesMs: ArrayLike<number>;
  values: ArrayLike<number>;
  /** From here on the series is gone: a staleness marker behind the samples. */
  goneAtMs?: number;
}

const staleMarker = 0x7ff0_0000_0000_0002n;
/** Some 4 MB; receivers take tens of MB at most. */
const mostSamplesPerRequest = 200_000;

/** Rejects with Prometheus' own words when it refuses a request. Requests go one after another, in the order of the series. */
export async function remoteWrite(prometheusUrl: string, all: Iterable<WrittenSeries>): Promise<void> {
  let batch: WrittenSeries[] = [];
  let samples = 0;
  for (const series of all) {
    if (samples > 0 && samples + series.timesMs.length > mostSamplesPerRequest) {
      await post(prometheusUrl, encodeWriteRequest(batch));
      batch = [];
      samples = 0;
    }
    batch.push(series);
    samples += series.timesMs.length;
  }
  if (batch.length > 0) await post(prometheusUrl, encodeWriteRequest(batch));
}

async function post(prometheusUrl: string, body: Uint8Array<ArrayBuffer>): Promise<void> {
  const answer = await fetch(new URL('/api/v1/write', prometheusUrl), {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-protobuf',
      'Content-Encoding': 'snappy',
      'X-Prometheus-Remote-Write-Version': '0.1.0',
    },
    body,
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`Prometheus refuses samples (${answer.status}): ${text.trim()}`);
}

/** The whole body of one request. */
export function encodeWriteRequest(all: readonly WrittenSeries[]): Uint8Array<ArrayBuffer> {
  return snappyBlock(Buffer.concat(all.map(encodedSeries)));
}

/** Field 1 of WriteRequest: a TimeSeries of labels (1: name 1, value 2) and samples (2: value 1, timestamp 2). */
function encodedSeries({ labels, timesMs, values, goneAtMs }: WrittenSeries): Uint8Array {
  const series = new ByteWriter();
  const sorted = Object.entries(labels).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  for (const [name, value] of sorted) {
    const label = new ByteWriter();
    label.text(1, name);
    label.text(2, value);
    series.message(1, label);
  }
  const sample = new ByteWriter();
  const add = (atMs: number, bits: bigint | number): void => {
    sample.length = 0;
    sample.double(1, bits);
    sample.integer(2, atMs);
    series.message(2, sample);
  };
  for (let index = 0; index < timesMs.length; index++) {
    add(timesMs[index] ?? Number.NaN, values[index] ?? Number.NaN);
  }
  if (goneAtMs !== undefined) add(goneAtMs, staleMarker);
  const request = new ByteWriter();
  request.message(1, series);
  return request.bytes();
}

const varintType = 0;
const doubleType = 1;
const lengthType = 2;

/** The few parts of protobuf's wire format that are needed. */
class ByteWriter {
  length = 0;
  private buffer = Buffer.alloc(64);

  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }

  text(field: number, text: string): void {
    this.raw(field, Buffer.from(text, 'utf8'));
  }

  message(field: number, { buffer, length }: ByteWriter): void {
    this.raw(field, buffer.subarray(0, length));
  }

  /** A number, or the 64 bits themselves: JavaScript keeps no payload of a NaN. */
  double(field: number, value: number | bigint): void {
    this.varint((field << 3) | doubleType);
    this.reserve(8);
    if (typeof value === 'bigint') this.buffer.writeBigUInt64LE(value, this.length);
    else this.buffer.writeDoubleLE(value, this.length);
    this.length += 8;
  }

  /** int64; negative numbers take all ten bytes. */
  integer(field: number, value: number): void {
    this.varint((field << 3) | varintType);
    if (value >= 0) this.varint(value);
    else {
      let rest = BigInt.asUintN(64, BigInt(value));
      this.reserve(10);
      for (; rest > 0x7fn; rest >>= 7n) this.buffer[this.length++] = Number(rest & 0x7fn) | 0x80;
      this.buffer[this.length++] = Number(rest);
    }
  }

  varint(value: number): void {
    this.reserve(10);
    let rest = value;
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) this.buffer[this.length++] = (rest % 128) | 0x80;
    this.buffer[this.length++] = rest;
  }

  private raw(field: number, bytes: Uint8Array): void {
    this.varint((field << 3) | lengthType);
    this.varint(bytes.length);
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  private reserve(more: number): void {
    if (this.length + more <= this.buffer.length) return;
    const larger = Buffer.alloc(Math.max(this.buffer.length * 2, this.length + more));
    larger.set(this.bytes());
    this.buffer = larger;
  }
}

const literalOfFourLengthBytes = 63 << 2;

/**
 * One snappy block that holds everything as a single literal: valid, and nothing is gained by searching repetitions on loopback.
 * https://github.com/google/snappy/blob/main/format_description.txt
 */
function snappyBlock(content: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = new ByteWriter();
  head.varint(content.length);
  const preamble = head.bytes();
  if (content.length === 0) return Uint8Array.from(preamble);
  const block = new Uint8Array(preamble.length + 5 + content.length);
  block.set(preamble);
  const view = new DataView(block.buffer);
  view.setUint8(preamble.length, literalOfFourLengthBytes);
  view.setUint32(preamble.length + 1, content.length - 1, true);
  block.set(content, preamble.length + 5);
  return block;
}
