/** A followed log as events: gathered for a moment, so that a flood is a few messages, and bounded, so that it is no flood. */
import type { Readable } from 'node:stream';
import type { logEvents, SentLogLine } from '#lib/api/traffic/logs.ts';
import type { Clock } from '../clock.ts';
import { blockOf } from '../http/block.ts';
import type { StreamSink } from '../http/operation.ts';
import { createLogLines } from './log-lines.ts';

const gatherMs = 200;
/** Of one gathering; older ones are left out, and counted. */
const mostLines = 1000;
const heartbeatMs = 15_000;

/** Reads until the log or its reader ends; the returned function ends it. */
export function sendLog(log: Readable, sink: StreamSink, clock: Clock): () => void {
  const lines = createLogLines();
  const ended = new AbortController();
  let waiting: SentLogLine[] = [];
  let dropped = 0;
  let planned = false;
  let beat = clock.now();

  const send = (name: keyof typeof logEvents, data: object) => {
    beat = clock.now();
    sink.write(blockOf(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`));
  };
  const flush = () => {
    planned = false;
    if (waiting.length === 0 || ended.signal.aborted) return;
    send('lines', { lines: waiting, dropped });
    waiting = [];
    dropped = 0;
  };
  const add = (more: readonly SentLogLine[]) => {
    for (const line of more) waiting.push(line);
    if (waiting.length > mostLines) {
      dropped += waiting.length - mostLines;
      waiting = waiting.slice(-mostLines);
    }
    if (planned || waiting.length === 0) return;
    planned = true;
    void clock.delay(gatherMs, ended.signal).then(flush);
  };
  const finish = () => {
    if (ended.signal.aborted) return;
    add(lines.rest());
    flush();
    send('end', {});
    stop();
    sink.close();
  };
  const stop = () => {
    ended.abort();
    log.destroy();
  };
  const keepAlive = async () => {
    while (!ended.signal.aborted) {
      await clock.delay(heartbeatMs, ended.signal);
      // A silent log is not a dead connection, and proxies cut what is silent.
      if (!ended.signal.aborted && clock.now() - beat >= heartbeatMs)
        send('lines', { lines: [], dropped: 0 });
    }
  };

  log.on('data', (chunk: Buffer) => add(lines.add(chunk)));
  log.on('end', finish);
  log.on('error', finish);
  void keepAlive();
  return stop;
}
