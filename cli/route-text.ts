/** An answer of the route evaluator in words. */
import { lostStatus } from '#lib/istio/routing/lost-status.ts';
import type { RouteAnswer, TriedRule } from '#lib/istio/routing/types.ts';

/** What the command answers: docs/command.md. */
export interface ContractAnswer extends Omit<RouteAnswer, 'tried'> {
  tried: Omit<TriedRule, 'told'>[];
}

export function answerText(answer: ContractAnswer): string {
  const { timeout, retries, rule, tried } = answer;
  const lines = [outcomeText(answer)];
  if (rule) {
    const name = rule.route === null ? '' : ` "${rule.route}"`;
    lines.push(`  because of rule ${rule.index}${name} of ${rule.kind} ${rule.namespace}/${rule.name}`);
  }
  if (timeout !== null) lines.push(`  timeout ${timeout}`);
  if (retries) lines.push(`  up to ${retries.attempts} retries on ${retries.on}`);
  lines.push(...extraLines(answer));
  for (const { kind, namespace, name, index, matched, reason } of tried) {
    lines.push(
      `  ${matched ? 'matched' : 'passed'} rule ${index} of ${kind} ${namespace}/${name}: ${reason}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

const percent = (share: number): string => `${Number((share * 100).toFixed(4))} %`;

function outcomeText({ outcome, destinations, status, redirect, body, rule }: ContractAnswer): string {
  switch (outcome) {
    case 'forward': {
      const lost = ` — which does not exist: ${lostStatus(rule)}`;
      return destinations
        .map(({ host, subset, port, share, missing }) => {
          const place = `${host}:${port}${subset === null ? '' : ` subset ${subset}`}`;
          return `${percent(share)} to ${place}${missing ? lost : ''}`;
        })
        .join(', ');
    }
    case 'redirect': {
      const { code, scheme, host, port, path } = redirect ?? {
        code: status,
        scheme: '',
        host: '',
        port: 0,
        path: '',
      };
      return `redirect ${code} to ${scheme}://${host}:${port}${path}`;
    }
    case 'direct-response':
      return `the proxy answers ${status}${body === null ? '' : `: ${JSON.stringify(body)}`}`;
    case 'not-found':
      return `${status ?? 404}: no rule for this request`;
    case 'passthrough':
      return 'passed through to the address the client meant: the mesh does not know it';
    case 'closed':
      return status === null ? 'the connection is closed' : `${status}: the mesh does not know it`;
  }
}

function extraLines({ fault, mirrors, rewrite, cors }: ContractAnswer): string[] {
  const lines: string[] = [];
  if (rewrite) lines.push(`  sent on as ${rewrite.host} ${rewrite.path}`);
  if (fault?.delay) lines.push(`  ${fault.delay.percent} % are delayed by ${fault.delay.duration}`);
  if (fault?.abort) lines.push(`  ${fault.abort.percent} % are aborted with ${fault.abort.status}`);
  for (const { host, subset, port, share } of mirrors) {
    lines.push(
      `  mirrored: ${percent(share)} to ${host}:${port}${subset === null ? '' : ` subset ${subset}`}`,
    );
  }
  if (cors) lines.push(...corsLines(cors));
  return lines;
}

const preflights = {
  granted: 'the proxy answers the preflight itself',
  ignored: 'the proxy answers the preflight itself, and grants nothing',
  forwarded: 'the preflight is sent on',
} as const;

function corsLines({ origin, allowed, preflight }: NonNullable<ContractAnswer['cors']>): string[] {
  if (origin === null) return ['  cors: the request has no origin'];
  return [
    `  cors: origin ${origin} is ${allowed ? 'allowed' : 'not allowed'}`,
    ...(preflight === null ? [] : [`  cors: ${preflights[preflight]}`]),
  ];
}
