/** One HTTP request and its answer, with what every answer of the API has in common. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ApiError, statusOf, tooLarge } from '../api-error.ts';

const largestBody = 3 * 1024 * 1024;

export class Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;

  constructor(request: IncomingMessage, response: ServerResponse) {
    this.request = request;
    this.response = response;
    response.setHeader('Audit-Id', randomUUID());
    response.setHeader('Cache-Control', 'no-cache, private');
  }

  header(name: string): string | undefined {
    const value = this.request.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  }

  /** Throws 413 for a body over 3 MiB. */
  async body(): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of this.request) {
      const buffer = Buffer.from(chunk);
      bytes += buffer.length;
      // The rest is read and dropped, so that the client gets to see the answer.
      if (bytes <= largestBody) chunks.push(buffer);
    }
    if (bytes > largestBody) throw tooLarge(`limit is ${largestBody}`);
    return Buffer.concat(chunks);
  }

  /** A Warning header as kubectl prints it. */
  warn(text: string): void {
    const quoted = text
      .replaceAll(/[\\"]/g, (character) => `\\${character}`)
      .replaceAll(/[^\x20-\x7e]/g, '?');
    this.response.appendHeader('Warning', `299 - "${quoted}"`);
  }

  json(code: number, body: object, contentType = 'application/json'): void {
    const bytes = Buffer.from(JSON.stringify(body));
    this.response.writeHead(code, { 'Content-Type': contentType, 'Content-Length': bytes.length });
    this.response.end(bytes);
  }

  text(code: number, body: string): void {
    this.response.writeHead(code, {
      'Content-Type': 'text/plain; charset=utf-8',
      'X-Content-Type-Options': 'nosniff',
    });
    this.response.end(body);
  }

  nothing(code: number): void {
    this.response.writeHead(code, { 'Content-Length': 0 });
    this.response.end();
  }

  error(error: ApiError): void {
    if (this.response.headersSent) {
      this.response.destroy();
      return;
    }
    const retry = error.details?.retryAfterSeconds;
    if (retry !== undefined) this.response.setHeader('Retry-After', retry);
    this.response.setHeader('X-Content-Type-Options', 'nosniff');
    this.json(error.code, statusOf(error));
  }
}
