/** A question to the HTTP API and how it is sent to either Prometheus. */
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Question {
  /** Which part of the corpus it is from. */
  from: string;
  method: 'GET' | 'POST';
  /** Below /api/v1. */
  path: string;
  /** In the URL of a GET, in the form of a POST. */
  parameters: readonly (readonly [name: string, value: string])[];
}

export interface Answer {
  status: number;
  /** The parsed JSON; the plain text where it is none. */
  body: unknown;
}

/** Seconds since 1970, exact to the millisecond. */
export function secondsText(atMs: number): string {
  return String(atMs / 1000);
}

export function instantQuestion(from: string, query: string, atMs: number): Question {
  const parameters = [
    ['query', query],
    ['time', secondsText(atMs)],
  ] as const;
  return { from, method: 'GET', path: '/query', parameters };
}

export interface Range {
  startMs: number;
  endMs: number;
  stepMs: number;
}

export function rangeQuestion(from: string, query: string, { startMs, endMs, stepMs }: Range): Question {
  const parameters = [
    ['query', query],
    ['start', secondsText(startMs)],
    ['end', secondsText(endMs)],
    ['step', secondsText(stepMs)],
  ] as const;
  return { from, method: 'GET', path: '/query_range', parameters };
}

/** The first value of a parameter; "" when it is not there. */
export function parameterOf(question: Question, name: string): string {
  return question.parameters.find(([other]) => other === name)?.[1] ?? '';
}

/** On a connection of its own: one that was kept could be closed by the other side in the moment it is used. */
export async function ask(prometheusUrl: string, { method, path, parameters }: Question): Promise<Answer> {
  const form = new URLSearchParams(parameters.map(([name, value]) => [name, value])).toString();
  const isGet = method === 'GET';
  const sent = request(`${prometheusUrl}/api/v1${path}${isGet ? `?${form}` : ''}`, {
    method,
    agent: false,
    headers: isGet ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' },
  });
  sent.end(isGet ? '' : form);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const answer = await text(response);
  const status = response.statusCode ?? 0;
  try {
    return { status, body: JSON.parse(answer) };
  } catch {
    return { status, body: answer };
  }
}

/** As a reader would type it: to ask again by hand. */
export function describeQuestion({ method, path, parameters }: Question): string {
  return `${method} ${path} ${parameters.map(([name, value]) => `${name}=${value}`).join(' & ')}`;
}
