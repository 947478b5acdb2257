// @vitest-environment happy-dom
/** Of an object that has every field of its kind, each is shown with its value, and what is typed there is written there, and nowhere else. */
import { act, fireEvent, render } from '@testing-library/react';
import { useRef, useState } from 'react';
import { IntlProvider } from 'use-intl';
import { expect, it, vi } from 'vitest';
import { editDocument } from '#lib/document/edit/edit.ts';
import { isJsonObject, type Json, type JsonObject, type Path, valueAt } from '#lib/document/json.ts';
import { parseDocument, type YamlDocument } from '#lib/document/stream.ts';
import { messages } from '#lib/i18n/messages-en.ts';
import type { Field, Shape } from '#lib/istio/forms/field.ts';
import { formOf } from '#lib/istio/forms/fields-of.ts';
import { referencesOf } from '#lib/istio/forms/references.ts';
import type { Kind } from '#lib/istio/kinds/kind.ts';
import { kinds } from '#lib/istio/kinds/registry.ts';
import { ObjectForm } from './object-form.tsx';

/** One value of each shape; undefined of what only the YAML can write. */
function sample({ shape, facts, words }: Field): Json | undefined {
  switch (shape.type) {
    case 'text':
      return `of ${words.at(-1)}`;
    case 'duration':
      return '5s';
    case 'number':
      return Math.max(shape.min ?? 1, 1);
    case 'toggle':
      return true;
    case 'choice':
      return writable(shape)[0] ?? '';
    case 'texts':
      return [shape.options?.[0] ?? 'one'];
    case 'numbers':
      return [Math.max(facts.min ?? 1, 1)];
    case 'map':
      return { key: shape.values === 'text' ? 'value' : 1 };
    case 'match':
      return { exact: 'this' };
    case 'items':
      return [whole(shape.item)];
    case 'entries':
      return { entry: whole(shape.entry) };
    case 'group':
      return groupOf(shape, words);
    case 'any':
      return undefined;
  }
}

/** Of an item or an entry, which stands below a name or an index. */
function whole(field: Field): Json {
  const { shape, words, steps } = field;
  if (shape.type === 'group') return groupOf(shape, words);
  const value = sample(field) ?? {};
  return steps.slice(1).reduceRight<Json>((inner, step) => ({ [step]: inner }), value);
}

function groupOf(shape: Extract<Shape, { type: 'group' }>, words: Field['words']): JsonObject {
  const written: Record<string, Json> = {};
  const [referent] = referencesOf(words)?.choices ?? [];
  for (const field of shape.fields) {
    const value = referent !== undefined && isPartOfReferent(field) ? referent[field.key] : sample(field);
    if (value === undefined) continue;
    const [key = '', ...rest] = field.steps;
    written[key] = rest.reduceRight<Json>((inner, step) => ({ [step]: inner }), value);
  }
  return written;
}

function isPartOfReferent(field: Field): field is Field & { key: 'group' | 'kind' } {
  return field.key === 'group' || field.key === 'kind';
}

const writable = ({ options }: Extract<Shape, { type: 'choice' }>) =>
  options.filter((option) => option !== '' && !/^(UNSPECIFIED|UNDEFINED|INVALID)/.test(option));

/** What says which field it is, and not what stands in it. */
const aboutTheField = /^(Name, now|Name in|Name of the|What is looked at|How (it|.*) is compared)/;

/** A policy has hundreds of fields, and a DestinationRule four of them: drawn two at a time. */
const cases = Object.values(kinds).flatMap((kind): { name: string; kind: Kind; without: string | null }[] => {
  const name = `${kind.group} ${kind.kind}`;
  return kind === kinds.destinationRules
    ? ['subsets', 'trafficPolicy'].map((without) => ({ name: `${name} without ${without}`, kind, without }))
    : [{ name, kind, without: null }];
});

function withoutKey(object: JsonObject, key: string | null): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([own]) => own !== key));
}

let latest: YamlDocument;

function Bench({ kind, start }: { kind: Kind; start: string }) {
  const first = useRef<YamlDocument>(null);
  first.current ??= parseDocument(start);
  const [document, setDocument] = useState(first.current);
  latest = document;
  return (
    <IntlProvider locale="en" messages={messages} timeZone="UTC">
      <ObjectForm
        kind={kind}
        document={document}
        before={null}
        choices={null}
        findings={[]}
        readOnly={false}
        apply={(changes) => {
          for (const change of changes) {
            const edited = editDocument(latest, change);
            if (!edited.ok) throw new Error(`${edited.error.code} at ${JSON.stringify(change)}`);
            latest = edited.value.document;
          }
          setDocument(latest);
        }}
      />
    </IntlProvider>
  );
}

/** Every value that is neither a list nor a map, by its path. */
function leaves(value: Json, path: Path, into: Map<string, Json>): Map<string, Json> {
  if (Array.isArray(value)) for (const [index, item] of value.entries()) leaves(item, [...path, index], into);
  else if (isJsonObject(value))
    for (const [key, item] of Object.entries(value)) leaves(item, [...path, key], into);
  else into.set(JSON.stringify(path), value);
  return into;
}

/** The group of a reference is chosen with its kind. */
function withoutGroups(values: ReadonlyMap<string, Json>): Record<string, Json> {
  return Object.fromEntries([...values].filter(([place]) => !place.endsWith('"group"]')));
}

function other(control: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement, value: Json): string {
  if (control instanceof HTMLSelectElement) {
    const options = [...control.options].map((option) => option.value);
    return options.find((option) => option !== '' && option !== String(value)) ?? '';
  }
  if (typeof value === 'number') return String(value + 1);
  return value === '5s' ? '7s' : `${value} too`;
}

it.each(cases)('$name', { timeout: 180_000 }, async ({ kind, without }) => {
  const form = formOf(kind.group, kind.kind);
  if (form?.shape.type !== 'group') throw new Error('no form');
  const object: JsonObject = {
    apiVersion: `${kind.group}/${kind.versions[0]}`,
    kind: kind.kind,
    metadata: { name: 'whole', namespace: 'shop' },
    spec: withoutKey(groupOf(form.shape, form.words), without),
  };
  await act(async () => {
    render(<Bench kind={kind} start={JSON.stringify(object, null, 1)} />);
  });
  // By roles such a form is searched for seconds.
  await vi.waitFor(() => expect(document.querySelector('[data-path]')).not.toBeNull(), { timeout: 15_000 });
  for (;;) {
    const closed = document.querySelectorAll('button[aria-expanded="false"]:not([aria-haspopup])');
    if (closed.length === 0) break;
    act(() => {
      for (const opener of closed) fireEvent.click(opener);
    });
  }

  const before = leaves(object.spec ?? {}, ['spec'], new Map());
  const wanted = new Map(before);
  const controls = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>(
    'input[type="text"], textarea, select',
  );
  const added: [HTMLElement, string, string][] = [];
  act(() => {
    for (const control of controls) {
      const place = control.closest<HTMLElement>('[data-path]')?.dataset.path;
      if (place === undefined || aboutTheField.test(control.getAttribute('aria-label') ?? '')) continue;
      const path: Path = JSON.parse(place);
      const value = valueAt(object, path);
      if (Array.isArray(value)) {
        const item = typeof value[0] === 'number' ? String(value[0] + 1) : 'two';
        fireEvent.change(control, { target: { value: item } });
        added.push([control, JSON.stringify([...path, value.length]), item]);
        continue;
      }
      const shown = isJsonObject(value) ? value.exact : value;
      const at = isJsonObject(value) ? JSON.stringify([...path, 'exact']) : place;
      if (shown === undefined || isJsonObject(shown) || Array.isArray(shown)) continue;
      expect(control.value, place).toBe(String(shown));
      const next = other(control, shown);
      if (next === '') continue;
      fireEvent.change(control, { target: { value: next } });
      wanted.set(
        at,
        typeof shown === 'number' ? Number(next) : typeof shown === 'boolean' ? next === 'true' : next,
      );
    }
  });
  act(() => {
    for (const [control, place, item] of added) {
      fireEvent.keyDown(control, { key: 'Enter' });
      wanted.set(place, /^\d+$/.test(item) ? Number(item) : item);
    }
  });
  const after = leaves((latest.value as JsonObject).spec ?? {}, ['spec'], new Map());
  expect(withoutGroups(after)).toEqual(withoutGroups(wanted));
  // Lists have one item more: those that were there stand as they are.
  const untouched = [...before].filter(
    ([place, value]) => after.get(place) === value && !after.has(place.replace(/,0\]$/, ',1]')),
  );
  expect(withoutGroups(new Map(untouched))).toEqual({});
});
