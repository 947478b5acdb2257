/** A RequestAuthentication in sentences: whose tokens are accepted, where they are looked for, and what is passed on. */
import {
  duration,
  name,
  or,
  type Part,
  type Phrase,
  type Sentence,
  say,
  value,
} from '../sentences/phrase.ts';
import type { Spot } from '../sentences/spot.ts';
import { oneOf, selected, sentence, type Telling } from '../sentences/telling.ts';

export function tellRequestAuthentication(telling: Telling): Sentence[] {
  const { spec } = telling;
  const who = selected(telling);
  const rules = spec.items('jwtRules');
  return [
    sentence('selector', spec.at('selector'), say('requestAuthentication.lead', { who })),
    ...(rules.length === 0
      ? [sentence('rules', spec.at('jwtRules'), say('requestAuthentication.noRules'))]
      : rules.map(jwtRule)),
  ];
}

function jwtRule(spot: Spot): Sentence {
  const issuer = name(spot.text('issuer') ?? '');
  const told = (key: string, phrase: Phrase) => [sentence(key, spot.at(key), phrase)];
  const audiences = spot.texts('audiences');
  const uri = spot.text('jwksUri') ?? spot.text('jwks_uri');
  const keys = spot.text('jwks');
  const forwarded = spot.flag('forwardOriginalToken');
  const payload = spot.text('outputPayloadToHeader');
  const timeout = spot.text('timeout');
  return sentence('issuer', spot, say('requestAuthentication.issuer', { issuer }), {
    under: [
      ...(audiences.length === 0
        ? []
        : told('audiences', say('requestAuthentication.audiences', { audiences: oneOf(audiences) }))),
      ...(uri === null ? [] : told('jwksUri', say('requestAuthentication.keysAt', { uri: value(uri) }))),
      ...(keys === null ? [] : told('jwks', say('requestAuthentication.keysHere'))),
      ...places(spot),
      ...(forwarded === null
        ? []
        : told(
            'forwardOriginalToken',
            say(forwarded ? 'requestAuthentication.forwarded' : 'requestAuthentication.dropped'),
          )),
      ...(payload === null
        ? []
        : told('outputPayloadToHeader', say('requestAuthentication.payload', { header: value(payload) }))),
      ...spot.items('outputClaimToHeaders').map((output) => {
        const claim = value(output.text('claim') ?? '');
        const header = value(output.text('header') ?? '');
        return sentence('claim', output, say('requestAuthentication.claim', { claim, header }));
      }),
      ...(timeout === null
        ? []
        : told('timeout', say('requestAuthentication.timeout', { duration: duration(timeout) }))),
    ],
  });
}

function places(spot: Spot): Sentence[] {
  const headers = spot.items('fromHeaders').map((item): Part => {
    const header = value(item.text('name') ?? '');
    const prefix = item.text('prefix');
    return prefix === null
      ? say('subject.header', { name: header })
      : say('requestAuthentication.headerAfter', { header, prefix: value(prefix) });
  });
  const params = spot.texts('fromParams').map((one) => say('subject.query', { name: value(one) }));
  const cookies = spot.texts('fromCookies').map((one) => say('subject.cookie', { name: value(one) }));
  const all = [...headers, ...params, ...cookies];
  return all.length === 0
    ? []
    : [sentence('places', spot, say('requestAuthentication.from', { places: or(all) }))];
}
