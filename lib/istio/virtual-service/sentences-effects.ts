/** What an HTTP rule of a VirtualService does besides sending requests somewhere. */
import { goDurationMs } from '../go-duration.ts';
import { headerOperations } from '../sentences/headers.ts';
import { duration, nothing, percent, type Sentence, say, value } from '../sentences/phrase.ts';
import { type Rule, type Subject, sentTo, subjectOf } from '../sentences/requests.ts';
import type { Spot } from '../sentences/spot.ts';
import { destination, sentence, values, when } from '../sentences/telling.ts';

export function httpEffects(rule: Rule): Sentence[] {
  const { spot } = rule;
  const subject = subjectOf(rule);
  return [
    ...timeout(spot, subject),
    ...retries(spot, subject),
    ...faults(spot, subject),
    ...mirrors(spot, subject),
    ...rewrite(spot, subject),
    ...headerOperations(spot.at('headers'), subject),
    ...spot.items('route').flatMap((route) => {
      const to = destination(route.at('destination'));
      return headerOperations(route.at('headers'), sentTo(rule, to));
    }),
    ...cors(spot.at('corsPolicy'), subject),
  ];
}

function timeout(spot: Spot, subject: Subject): Sentence[] {
  return when(spot.text('timeout'), (text) => {
    const unlimited = goDurationMs(text) === 0;
    return sentence(
      'timeout',
      spot.at('timeout'),
      unlimited
        ? say('timeout.none', { ...subject })
        : say('timeout.after', { ...subject, duration: duration(text) }),
      {
        was: unlimited ? say('timeout.wasNone') : say('timeout.was', { duration: duration(text) }),
        before: say('timeout.wasNone'),
      },
    );
  });
}

function retries(spot: Spot, subject: Subject): Sentence[] {
  const policy = spot.at('retries');
  if (!policy.there) return [];
  const attempts = policy.number('attempts') ?? 0;
  const each = policy.text('perTryTimeout');
  const on = policy.text('retryOn');
  const before = say('retries.wasDefault');
  if (attempts === 0) return [sentence('retries', policy, say('retries.none', { ...subject }), { before })];
  const parts = {
    ...subject,
    count: attempts,
    each: each === null ? nothing : say('retries.each', { duration: duration(each) }),
    on: on === null ? nothing : say('retries.on', { reasons: values(on.split(',')) }),
  };
  return [
    sentence('retries', policy, say('retries.attempts', parts), {
      was: say('retries.was', parts),
      before,
    }),
  ];
}

function faults(spot: Spot, subject: Subject): Sentence[] {
  const fault = spot.at('fault');
  const told: Sentence[] = [];
  const delay = fault.at('delay');
  if (delay.there) {
    const share = percent(delay.at('percentage').number('value') ?? delay.number('percent') ?? 0);
    const lasting = duration(delay.text('fixedDelay') ?? '');
    told.push(sentence('delay', delay, say('fault.delay', { ...subject, share, duration: lasting })));
  }
  const abort = fault.at('abort');
  if (abort.there) {
    const share = percent(abort.at('percentage').number('value') ?? 0);
    const status = value(abort.scalar('httpStatus') ?? abort.scalar('grpcStatus') ?? '');
    told.push(sentence('abort', abort, say('fault.abort', { ...subject, share, status })));
  }
  return told;
}

function mirrors(spot: Spot, subject: Subject): Sentence[] {
  const told: Sentence[] = [];
  const only = spot.at('mirror');
  if (only.there) {
    const share = spot.firstOf('mirrorPercentage').number('value') ?? spot.number('mirrorPercent') ?? 100;
    told.push(
      sentence('mirror', only, say('mirror', { ...subject, share: percent(share), to: destination(only) })),
    );
  }
  for (const mirror of spot.items('mirrors')) {
    const share = percent(mirror.at('percentage').number('value') ?? 100);
    const to = destination(mirror.at('destination'));
    told.push(sentence('mirror', mirror, say('mirror', { ...subject, share, to })));
  }
  return told;
}

function rewrite(spot: Spot, subject: Subject): Sentence[] {
  const rule = spot.at('rewrite');
  const regex = rule.at('uriRegexRewrite');
  return [
    ...when(rule.text('uri'), (text) =>
      sentence('path', rule.at('uri'), say('rewrite.path', { ...subject, value: value(text) })),
    ),
    ...when(regex.text('match'), (pattern) => {
      const to = value(regex.text('rewrite') ?? '');
      return sentence(
        'path',
        regex,
        say('rewrite.regex', { ...subject, pattern: value(pattern), value: to }),
      );
    }),
    ...when(rule.text('authority'), (text) =>
      sentence('host', rule.at('authority'), say('rewrite.host', { ...subject, value: value(text) })),
    ),
  ];
}

function cors(policy: Spot, subject: Subject): Sentence[] {
  if (!policy.there) return [];
  const origins = [
    ...policy.items('allowOrigins').flatMap((origin) => {
      const text = origin.text('exact') ?? origin.text('regex');
      const prefix = origin.text('prefix');
      return text ?? (prefix === null ? [] : `${prefix}*`);
    }),
    ...policy.texts('allowOrigin'),
  ];
  const told = [
    sentence(
      'cors',
      policy,
      origins.length === 0
        ? say('cors.nobody', { ...subject })
        : say('cors.origins', { ...subject, origins: values(origins) }),
    ),
  ];
  const add = (key: string): void => {
    const texts = policy.texts(key);
    if (texts.length > 0)
      told.push(sentence('cors', policy.at(key), say(`cors.${key}`, { values: values(texts) })));
  };
  add('allowMethods');
  add('allowHeaders');
  add('exposeHeaders');
  return [
    ...told,
    ...when(policy.text('maxAge'), (text) =>
      sentence('cors', policy.at('maxAge'), say('cors.maxAge', { duration: duration(text) })),
    ),
    ...when(policy.flag('allowCredentials'), (allowed) =>
      sentence(
        'cors',
        policy.at('allowCredentials'),
        say(allowed ? 'cors.credentials' : 'cors.noCredentials'),
      ),
    ),
  ];
}
