import { describe, expect, it } from 'vitest';
import { createFormat, type Format } from './format.ts';
import { messages as english } from './messages-en.ts';
import { messages as chinese } from './messages-zh-cn.ts';

const en = createFormat('en', english.units, 'Europe/Berlin');
const zh = createFormat('zh-CN', chinese.units, 'Asia/Shanghai');
/** 21 November 2026, 13:29:00 UTC. */
const at = 1_795_267_740;

const cases: readonly [string, (format: Format) => string, string, string][] = [
  ['a count', (f) => f.count(1284), '1,284', '1,284'],
  ['nothing known', (f) => f.count(null), '–', '–'],
  ['not a number', (f) => f.decimal(Number.NaN, 1), '–', '–'],
  ['a column keeps its decimals', (f) => f.decimal(0, 1), '0.0', '0.0'],
  ['a true minus', (f) => f.decimal(-4.25, 1), '−4.3', '−4.3'],
  ['no minus zero', (f) => f.decimal(-0.01, 1), '0.0', '0.0'],
  ['percent', (f) => f.percent(0.048), '4.8\u00a0%', '4.8%'],
  ['percent with two decimals', (f) => f.percent(0.0135, 2), '1.35\u00a0%', '1.35%'],
  ['percent unknown', (f) => f.percent(undefined), '–', '–'],
  ['milliseconds', (f) => f.milliseconds(212.4), '212 ms', '212 毫秒'],
  ['a small latency', (f) => f.milliseconds(7.61), '7.6 ms', '7.6 毫秒'],
  ['a long latency', (f) => f.milliseconds(1240), '1,240 ms', '1,240 毫秒'],
  ['ten seconds and more', (f) => f.milliseconds(12_340), '12.3 s', '12.3 秒'],
  ['a rate', (f) => f.perSecond(0.84), '0.8/s', '0.8 次/秒'],
  ['a tiny rate', (f) => f.perSecond(0.04), '0.04/s', '0.04 次/秒'],
  ['a rate with its noun', (f) => f.requestsPerSecond(1284.3), '1,284 requests/s', '1,284 次请求/秒'],
  ['bytes', (f) => f.bytesPerSecond(84_200), '84 kB/s', '84 kB/秒'],
  ['few kilobytes', (f) => f.bytesPerSecond(1_240_000), '1.2 MB/s', '1.2 MB/秒'],
  ['a period of today', (f) => f.period(at - 3600, at, at), '13:29 – 14:29', '20:29 – 21:29'],
  ['a moment with seconds', (f) => f.clock(at + 5), '14:29:05', '21:29:05'],
  ['seconds', (f) => f.span(42.9), '42 s', '42 秒'],
  ['few minutes keep seconds', (f) => f.span(100), '1 min 40 s', '1 分钟 40 秒'],
  ['many minutes do not', (f) => f.span(679), '11 min', '11 分钟'],
  ['hours', (f) => f.span(8040), '2 h 14 min', '2 小时 14 分'],
  ['whole hours', (f) => f.span(3600), '1 h', '1 小时'],
  ['days', (f) => f.span(100_000), '1 d 3 h', '1 天 3 小时'],
  ['many days have no hours', (f) => f.span(46 * 86_400 + 18 * 3600), '46 d', '46 天'],
  ['a year and days', (f) => f.span(400 * 86_400), '1 y 35 d', '1 年 35 天'],
  ['years', (f) => f.span(3286 * 86_400 + 23 * 3600), '9 y', '9 年'],
  ['no negative span', (f) => f.span(-5), '0 s', '0 秒'],
  ['an age', (f) => f.age(4.2), '4 s ago', '4 秒前'],
  ['just now', (f) => f.age(0.4), 'now', '刚刚'],
  ['a clock time in the reader’s zone', (f) => f.time(at), '14:29', '21:29'],
  ['midnight is 00', (f) => f.time(at + 34_260), '00:00', '07:00'],
  ['a day and a time', (f) => f.dateTime(at), '21 Nov, 14:29', '11月21日 21:29'],
  ['today is a time', (f) => f.timeOrDay(at, at + 3600), '14:29', '21:29'],
  ['another day is a day', (f) => f.timeOrDay(at - 86_400, at), '20 Nov', '11/20'],
  ['today is a clock time', (f) => f.clockOrDateTime(at, at + 3600), '14:29:00', '21:29:00'],
  ['another day has its time', (f) => f.clockOrDateTime(at, at + 90_000), '21 Nov, 14:29', '11月21日 21:29'],
  ['today needs no day', (f) => f.timeOrDateTime(at, at + 3600), '14:29', '21:29'],
  ['another day is said', (f) => f.timeOrDateTime(at, at + 90_000), '21 Nov, 14:29', '11月21日 21:29'],
  ['the zone', (f) => f.zone(at), 'UTC+1', 'UTC+8'],
  ['phrases', (f) => f.phrases(['14:29', '3 min']), '14:29, 3 min', '14:29，3 min'],
  ['clauses', (f) => f.clauses(['a, b', 'c']), 'a, b; c', 'a, b；c'],
  ['names', (f) => f.list(['bookinfo', 'shop']), 'bookinfo, shop', 'bookinfo、shop'],
];

describe('createFormat', () => {
  it.each(cases)('%s', (_, write, english, chinese) => {
    expect([write(en), write(zh)]).toEqual([english, chinese]);
  });
});
