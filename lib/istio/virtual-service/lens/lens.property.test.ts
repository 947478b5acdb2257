/**
 * What holds for every action of the form on every document: foreign fields, comments and order stay, other rules keep their text,
 * and what is read afterwards is what was set. Actions go through the same edits as in the editor.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from '#lib/document/change.ts';
import { editDocument } from '#lib/document/edit/edit.ts';
import { isJsonObject, type Json, type JsonObject, own, type Path, valueAt } from '#lib/document/json.ts';
import { parseDocument, type YamlDocument } from '#lib/document/stream.ts';
import { applied, moveItem } from '../../forms/actions.ts';
import {
  addCondition,
  type Condition,
  changeCondition,
  comparisonsOf,
  conditionValue,
  isTaken,
  newCondition,
  readMatch,
  removeCondition,
  type Subject,
  slotOf,
  subjects,
} from './conditions.ts';
import {
  addDestination,
  chooseAction,
  duplicateRule,
  removeDestination,
  ruleActions,
  setShare,
  weightsOf,
} from './rules.ts';

const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
const text = fc.oneof(word, fc.constantFrom('/api', 'no', '1_000', "it's", 'a: b', '^(a|b)$', '*', 'ü # x'));

/** A condition that a reader may wish for. */
const condition: fc.Arbitrary<Condition> = fc
  .constantFrom(...subjects)
  .chain((subject: Subject) =>
    fc.record({
      subject: fc.constant(subject),
      name: ['header', 'cookie', 'query', 'sourceLabel'].includes(subject) ? word : fc.constant(''),
      how: fc.constantFrom(...comparisonsOf(subject)),
      value: subject === 'port' ? fc.integer({ min: 1, max: 65_535 }).map(String) : text,
      gateways:
        subject === 'gateways' ? fc.uniqueArray(word, { minLength: 1, maxLength: 2 }) : fc.constant([]),
    }),
  )
  .map(({ subject, name, how, value, gateways }) => {
    const empty = how.comparison === 'present' || subject === 'gateways';
    // In withoutHeaders, the expression * is how presence used to be written.
    const any = how.negated && how.comparison === 'regex' && value === '*';
    return { subject, name, ...how, value: empty ? '' : any ? '.*' : value, gateways };
  });

/** Conditions of one case, none of them where another stands. */
const conditions = fc.uniqueArray(condition, { maxLength: 4, selector: (one) => slotOf(one).join('.') });

interface Made {
  document: YamlDocument;
  rules: number;
}

/** One comment before each rule, one after each case, a field of tomorrow in each. */
const documents: fc.Arbitrary<Made> = fc
  .array(
    fc.record({
      cases: fc.array(conditions, { maxLength: 2 }),
      weights: fc.array(fc.nat(100), { minLength: 1, maxLength: 3 }),
    }),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((rules) => {
    const lines = [
      'apiVersion: networking.istio.io/v1',
      'kind: VirtualService',
      'spec:',
      '  hosts: [a]   # hosts',
      '  http:',
    ];
    rules.forEach(({ cases, weights }, index) => {
      lines.push(
        `  # before ${index}`,
        `  - name: rule-${index}   # name ${index}`,
        `    tomorrow: {a: ${index}}   # tomorrow ${index}`,
      );
      const matches = cases.filter((one) => one.length > 0);
      if (matches.length > 0) lines.push('    match:');
      for (const one of matches) {
        const match = one.reduce<Json>((value, item) => applied(value, addCondition([], item)), {
          statPrefix: 'kept',
        });
        lines.push(`    - ${JSON.stringify(match)}   # case`);
      }
      lines.push('    route:');
      weights.forEach((weight, at) => {
        lines.push(
          `    - destination: {host: h${at}, later: 1}   # to ${index} ${at}`,
          `      weight: ${weight}`,
        );
      });
    });
    return { document: parseDocument(`${lines.join('\n')}\n`), rules: rules.length };
  });

function edited(document: YamlDocument, changes: readonly Change[]): YamlDocument {
  let here = document;
  for (const change of changes) {
    const result = editDocument(here, change);
    if (!result.ok) throw new Error(`${result.error.code}: ${JSON.stringify(change)}`);
    expect(result.value.notes).toEqual([]);
    here = result.value.document;
  }
  expect(parseDocument(here.text).value).toEqual(applied(document.value, changes));
  return here;
}

const comments = (document: YamlDocument): string[] =>
  document.text.match(/# (?:hosts|before|name|tomorrow|case|to)(?: \d+)*$/gm) ?? [];
const http: Path = ['spec', 'http'];
const lengthAt = (value: Json, path: Path): number => {
  const list = valueAt(value, path);
  return Array.isArray(list) ? list.length : 0;
};
/** Rules of the document but one, as they are. */
const others = (document: YamlDocument, index: number): Json[] => {
  const rules = valueAt(document.value, http);
  return Array.isArray(rules) ? rules.filter((_, at) => at !== index) : [];
};
const without = (match: Json | undefined, slot: readonly string[]): Json => {
  const object: JsonObject = isJsonObject(match) ? structuredClone(match) : {};
  const [first = '', second] = slot;
  const map = own(object, first);
  if (second === undefined || !isJsonObject(map)) delete object[first];
  else {
    delete map[second];
    if (Object.keys(map).length === 0) delete object[first];
  }
  return object;
};

function withCase(run: (document: YamlDocument, rule: number, path: Path, seed: number) => void): void {
  fc.assert(
    fc.property(documents, fc.nat(), fc.nat(), ({ document, rules }, at, seed) => {
      const rule = at % rules;
      const match = [...http, rule, 'match'];
      const cases = lengthAt(document.value, match);
      if (cases > 0) run(document, rule, [...match, seed % cases], seed);
    }),
    { numRuns: 300 },
  );
}

describe('conditions', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(conditions, (wished) => {
        const match = wished.reduce<Json>((value, one) => applied(value, addCondition([], one)), {});
        const { conditions: read, kept } = readMatch(match, []);
        expect(kept).toEqual([]);
        const plain = read.map(({ path: _path, frame: _frame, ...one }) => one);
        const order = (one: Condition) => slotOf(one).join('.');
        expect(plain.sort((a, b) => order(a).localeCompare(order(b)))).toEqual(
          [...wished].sort((a, b) => order(a).localeCompare(order(b))),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('come and go without a trace in anything else', () => {
    withCase((document, rule, path, seed) => {
      const match = valueAt(document.value, path) ?? null;
      const subject = subjects[seed % subjects.length] ?? 'uri';
      const wished = newCondition(subject, match);
      if (isTaken(match, slotOf(wished))) return;
      const more = edited(document, addCondition(path, wished));
      expect(comments(more)).toEqual(comments(document));
      expect(others(more, rule)).toEqual(others(document, rule));
      const read = readMatch(valueAt(more.value, path) ?? null, path).conditions.find(
        (one) => slotOf(one).join('.') === slotOf(wished).join('.'),
      );
      expect(read).toMatchObject(wished);
      if (read === undefined) return;
      const back = edited(more, removeCondition(more.value, read));
      expect(back.value).toEqual(document.value);
      expect(comments(back)).toEqual(comments(document));
    });
  });

  it('become any other condition, and nothing else changes', () => {
    fc.assert(
      fc.property(documents, fc.nat(), fc.nat(), condition, ({ document, rules }, at, seed, wished) => {
        const rule = at % rules;
        const list = [...http, rule, 'match'];
        const cases = lengthAt(document.value, list);
        if (cases === 0) return;
        const path = [...list, seed % cases];
        const match = valueAt(document.value, path) ?? null;
        const { conditions: all } = readMatch(match, path);
        const old = all[seed % Math.max(all.length, 1)];
        if (old === undefined) return;
        const changes = changeCondition(document.value, path, old, wished);
        const [from, to] = [slotOf(old), slotOf(wished)];
        const same = from.join('.') === to.join('.');
        expect(changes === null).toBe(!same && isTaken(match, to));
        if (changes === null) return;
        const after = edited(document, changes);
        const value = valueAt(after.value, path);
        const frame = wished.subject === 'cookie' ? old.frame : null;
        expect(valueAt(after.value, [...path, ...to])).toEqual(conditionValue(wished, frame));
        expect(without(value, to)).toEqual(without(without(match, from), to));
        expect(others(after, rule)).toEqual(others(document, rule));
        expect(comments(after)).toEqual(comments(document));
      }),
      { numRuns: 600 },
    );
  });
});

describe('rules', () => {
  it('move with all that is theirs', () => {
    fc.assert(
      fc.property(documents, fc.nat(), fc.nat(), ({ document, rules }, a, b) => {
        const [from, to] = [a % rules, b % rules];
        const after = edited(document, moveItem(document.value, http, from, to));
        expect(comments(after).sort()).toEqual(comments(document).sort());
        // A comment stands where it stood: right before its rule.
        for (let index = 0; index < rules; index += 1)
          expect(after.text).toMatch(new RegExp(`# before ${index}\\n {2}- name: rule-${index} `));
        const back = edited(after, moveItem(after.value, http, to, from));
        expect(back.value).toEqual(document.value);
      }),
      { numRuns: 200 },
    );
  });

  it('are doubled right after themselves under a free name', () => {
    fc.assert(
      fc.property(documents, fc.nat(), ({ document, rules }, at) => {
        const index = at % rules;
        const once = edited(document, duplicateRule(document.value, http, index));
        const twice = edited(once, duplicateRule(once.value, http, index));
        const names = (valueAt(twice.value, http) as JsonObject[]).map(({ name }) => name);
        expect(new Set(names).size).toBe(rules + 2);
        expect(valueAt(twice.value, [...http, index])).toEqual(valueAt(document.value, [...http, index]));
        expect(comments(twice)).toEqual(comments(document));
      }),
      { numRuns: 100 },
    );
  });

  it('have one action at a time, and keep the rest', () => {
    fc.assert(
      fc.property(documents, fc.nat(), fc.constantFrom(...ruleActions), ({ document, rules }, at, action) => {
        const index = at % rules;
        const path = [...http, index];
        const after = edited(document, chooseAction(document.value, path, action));
        const rule = valueAt(after.value, path) as JsonObject;
        expect(ruleActions.filter((one) => Object.hasOwn(rule, one))).toEqual([action]);
        expect(rule.tomorrow).toEqual({ a: index });
        expect(rule.match).toEqual(valueAt(document.value, [...path, 'match']));
        expect(others(after, index)).toEqual(others(document, index));
      }),
      { numRuns: 100 },
    );
  });
});

describe('destinations', () => {
  const routesOf = (document: YamlDocument, path: Path): Json[] => {
    const routes = valueAt(document.value, path);
    return Array.isArray(routes) ? routes : [];
  };
  const sum = (document: YamlDocument, path: Path) =>
    weightsOf(routesOf(document, path)).reduce((all, weight) => all + weight, 0);
  const targets = (document: YamlDocument, path: Path) =>
    routesOf(document, path).map((route) => (isJsonObject(route) ? route.destination : null));

  it('share 100 whatever one of them is set to, and keep all else', () => {
    fc.assert(
      fc.property(documents, fc.nat(), fc.nat(), fc.nat(100), ({ document, rules }, a, b, share) => {
        const rule = a % rules;
        const path = [...http, rule, 'route'];
        const count = routesOf(document, path).length;
        const index = b % count;
        const after = edited(document, setShare(document.value, path, index, share));
        expect(targets(after, path)).toEqual(targets(document, path));
        expect(comments(after)).toEqual(comments(document));
        expect(others(after, rule)).toEqual(others(document, rule));
        if (count === 1) expect(after.text).toBe(document.text);
        else {
          expect(sum(after, path)).toBe(100);
          expect(weightsOf(routesOf(after, path))[index]).toBe(share);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('come with nothing, and leave what they had to the others', () => {
    fc.assert(
      fc.property(documents, fc.nat(), fc.nat(), ({ document, rules }, a, b) => {
        const path = [...http, a % rules, 'route'];
        const more = edited(document, addDestination(document.value, path, { host: 'new' }));
        expect(targets(more, path).slice(0, -1)).toEqual(targets(document, path));
        expect(weightsOf(routesOf(more, path)).at(-1)).toBe(0);
        const whole = edited(more, setShare(more.value, path, 0, 60));
        const index = b % routesOf(whole, path).length;
        const less = edited(whole, removeDestination(whole.value, path, index));
        expect(sum(less, path)).toBe(100);
        expect(targets(less, path)).toEqual(targets(whole, path).toSpliced(index, 1));
      }),
      { numRuns: 200 },
    );
  });
});
