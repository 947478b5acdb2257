/** Changes of objects (changes.yaml: specs, and what is saved on them) with how both languages tell them (changes.*.txt). */
import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import type { Json } from '#lib/document/json.ts';
import { kinds } from '#lib/istio/kinds/registry.ts';

const file = (name: string): string => readFileSync(new URL(`./${name}`, import.meta.url), 'utf8');

function texts(language: string): Map<string, string[]> {
  return new Map(
    file(`changes.${language}.txt`)
      .split(/^# /m)
      .slice(1)
      .map((part): [string, string[]] => {
        const [name = '', ...rest] = part.trimEnd().split('\n');
        return [name, rest];
      }),
  );
}

const english = texts('en');
const chinese = texts('zh-CN');

export const changes = file('changes.yaml')
  .split(/^---$/m)
  .map((text) => {
    const name = /^# (.*)$/m.exec(text)?.[1] ?? '';
    const { kind = 'VirtualService', before, after, saved } = parseDocument(text).toJS();
    const group = Object.values(kinds).find((one) => one.kind === kind)?.group ?? '';
    const object = (spec: Json | null, requests?: Json): Json | null => {
      const annotations = { 'sluice.dev/expectations': JSON.stringify({ v: 1, requests }) };
      const metadata = { name: 'it', namespace: 'shop', ...(requests === undefined ? {} : { annotations }) };
      return spec === null ? null : { apiVersion: `${group}/v1`, kind, metadata, spec };
    };
    return {
      name,
      before: object(before, saved?.before),
      after: object(after, saved?.after),
      en: english.get(name) ?? [],
      'zh-CN': chinese.get(name) ?? [],
    };
  });
