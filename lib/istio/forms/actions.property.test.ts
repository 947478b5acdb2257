/** What holds for fields of every kind: what is set is read, what is cleared is gone, and nothing else changes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDocument } from '#lib/document/edit/edit.ts';
import { equalJson, isJsonObject, type Json, type Path, valueAt } from '#lib/document/json.ts';
import { objectText } from '#lib/document/object-text.ts';
import { parseDocument } from '#lib/document/stream.ts';
import { kindObjects } from '#lib/document/testing/kind-objects.ts';
import {
  applied,
  chooseAlternative,
  clearField,
  insertItem,
  moveItem,
  removeItem,
  setField,
} from './actions.ts';
import { type Field, fitsShape, pathOf, type Shape } from './field.ts';
import { firstItem, formOf } from './fields-of.ts';

interface Place {
  path: Path;
  shape: Shape;
}

interface Choice {
  group: Path;
  fields: readonly Field[];
  keys: readonly string[];
}

/** Every field of the form that the object has room for: in groups that are there, and one level into those that are not. */
function placesOf(field: Field, group: Path, document: Json, into: Place[], choices: Choice[]): void {
  const path = pathOf(group, field);
  const value = valueAt(document, path) ?? undefined;
  const { shape } = field;
  if (shape.type === 'group') {
    if (value !== undefined && !isJsonObject(value)) return;
    for (const keys of shape.alternatives) choices.push({ group: path, fields: shape.fields, keys });
    if (value !== undefined) for (const inner of shape.fields) placesOf(inner, path, document, into, choices);
  } else if (shape.type === 'items') {
    into.push({ path, shape });
    if (!Array.isArray(value)) return;
    value.forEach((item, index) => {
      if (isJsonObject(item) && shape.item.shape.type === 'group')
        for (const inner of shape.item.shape.fields)
          placesOf(inner, [...path, index], document, into, choices);
    });
  } else if (shape.type !== 'any' && shape.type !== 'entries') into.push({ path, shape });
}

function valueFor(shape: Shape, seed: number): Json {
  const texts = ['reviews', 'no', '1_000', "it's", 'a: b', '3s', ''];
  const text = texts[seed % texts.length] ?? '';
  switch (shape.type) {
    case 'number':
      return seed % 1000;
    case 'toggle':
      return seed % 2 === 0;
    case 'choice':
      return shape.options[seed % shape.options.length] ?? '';
    case 'texts':
      return [text, 'b'];
    case 'numbers':
      return [200, seed % 600];
    case 'map':
      return { app: shape.values === 'text' ? text : seed % 100 };
    case 'match':
      return { prefix: text };
    case 'items':
      return [firstItem(shape.item)];
    default:
      return text;
  }
}

/** Without the value, and without the groups that hold nothing else. */
function without(document: Json, path: Path): Json {
  const gone = valueAt(document, path) === undefined ? [] : [{ op: 'remove' as const, path }];
  let here = applied(document, gone);
  for (let length = path.length - 1; length > 1; length -= 1) {
    const group = path.slice(0, length);
    const value = valueAt(here, group);
    if (value === undefined) continue;
    if (!isJsonObject(value) || Object.keys(value).length > 0 || typeof group.at(-1) === 'number') break;
    here = applied(here, [{ op: 'remove', path: group }]);
  }
  return here;
}

describe.each(kindObjects)('fields of $kind in $group', ({ group, kind, objects }) => {
  const form = formOf(group, kind);
  const places = (document: Json): { fields: Place[]; choices: Choice[] } => {
    const [fields, choices]: [Place[], Choice[]] = [[], []];
    if (form !== null) placesOf(form, [], document, fields, choices);
    return { fields, choices };
  };

  it('are read as they were set, and leave everything else', () => {
    fc.assert(
      fc.property(objects, fc.nat(), fc.nat(), (object, at, seed) => {
        const document = parseDocument(objectText(object));
        const { fields } = places(document.value);
        const place = fields[at % Math.max(fields.length, 1)];
        if (place === undefined) return;
        const value = valueFor(place.shape, seed);
        expect(fitsShape(place.shape, value)).toBe(true);
        let after = document;
        for (const change of setField(place.path, value)) {
          const edited = editDocument(after, change);
          if (!edited.ok) throw new Error(edited.error.code);
          after = edited.value.document;
        }
        expect(valueAt(after.value, place.path)).toEqual(value);
        expect(equalJson(without(after.value, place.path), without(document.value, place.path))).toBe(true);
        const cleared = applied(after.value, clearField(after.value, place.path));
        expect(valueAt(cleared, place.path)).toBeUndefined();
        expect(equalJson(without(cleared, place.path), without(document.value, place.path))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('exclude one another where only one of them may be there', () => {
    fc.assert(
      fc.property(objects, fc.nat(), fc.nat(), (object, at, seed) => {
        const { value } = parseDocument(objectText(object));
        const { choices } = places(value);
        const choice = choices[at % Math.max(choices.length, 1)];
        if (choice === undefined) return;
        const next = [...choice.keys, null][seed % (choice.keys.length + 1)] ?? null;
        const changes = chooseAlternative(value, choice.group, choice.fields, choice.keys, next);
        const after = applied(value, changes);
        const there = choice.keys.filter((key) => valueAt(after, [...choice.group, key]) !== undefined);
        expect(there.every((key) => key === next)).toBe(true);
        const before = valueAt(value, choice.group);
        const left = valueAt(after, choice.group);
        if (isJsonObject(before) && isJsonObject(left)) {
          const others = Object.keys(before).filter((key) => !choice.keys.includes(key));
          for (const key of others) expect(left[key]).toEqual(before[key]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('of lists come, move and go', () => {
    fc.assert(
      fc.property(objects, fc.nat(), (object, at) => {
        const { value } = parseDocument(objectText(object));
        const lists = places(value).fields.filter(({ shape }) => shape.type === 'items');
        const list = lists[at % Math.max(lists.length, 1)];
        if (list?.shape.type !== 'items') return;
        const before = valueAt(value, list.path);
        const count = Array.isArray(before) ? before.length : 0;
        const item = firstItem(list.shape.item);
        const more = applied(value, insertItem(value, list.path, count, item));
        expect(valueAt(more, [...list.path, count])).toEqual(item);
        const moved = applied(more, moveItem(more, list.path, count, 0));
        expect(valueAt(moved, [...list.path, 0])).toEqual(item);
        const less = applied(moved, removeItem(moved, list.path, 0));
        if (count > 0) expect(less).toEqual(value);
        else expect(valueAt(less, list.path)).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });
});
