/** A ProxyConfig in sentences: how proxies start. */
import { type Sentence, say, value } from '../sentences/phrase.ts';
import { selected, sentence, type Telling } from '../sentences/telling.ts';

export function tellProxyConfig(telling: Telling): Sentence[] {
  const { spec } = telling;
  const threads = spec.number('concurrency');
  const image = spec.at('image').text('imageType');
  const place = spec.at('concurrency');
  return [
    sentence('selector', spec.at('selector'), say('proxyConfig.lead', { who: selected(telling) })),
    ...(threads === null
      ? []
      : [
          sentence(
            'concurrency',
            place,
            threads === 0 ? say('proxyConfig.allThreads') : say('proxyConfig.threads', { count: threads }),
          ),
        ]),
    ...(image === null
      ? []
      : [sentence('image', spec.at('image'), say('proxyConfig.image', { image: value(image) }))]),
    ...spec.entries('environmentVariables').map(([variable, spot]) => {
      const set = value(spec.at('environmentVariables').scalar(variable) ?? '');
      return sentence('variable', spot, say('proxyConfig.variable', { name: value(variable), value: set }));
    }),
  ];
}
