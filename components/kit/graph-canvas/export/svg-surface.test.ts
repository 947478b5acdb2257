import { expect, test } from 'vitest';
import { sixPixels } from '../testing/model-builder.ts';
import { createSvgSurface, escapeXml, textAttributes } from './svg-surface.ts';

test.each([
  ['a & b < c', 'a &amp; b &lt; c'],
  [`"quoted" 'too'`, '&quot;quoted&quot; &apos;too&apos;'],
  ['tab\u0000\u0007', 'tab'],
  ['评论 🎉', '评论 🎉'],
])('%s is written %s', (text, written) => expect(escapeXml(text)).toBe(written));

test('a font of the canvas as attributes', () => {
  expect(textAttributes('reviews', `600 12px 'Inter Variable', sans-serif`, sixPixels)).toBe(
    'font-weight="600" font-size="12" font-family="&apos;Inter Variable&apos;, sans-serif" textLength="42" lengthAdjust="spacingAndGlyphs"',
  );
});

test('text stays text, with its colour, place and end', () => {
  const surface = createSvgSurface(sixPixels);
  surface.font = '400 11px Inter';
  surface.fillStyle = '#123456';
  surface.textAlign = 'right';
  surface.globalAlpha = 0.3;
  surface.fillText('<script>', 10.004, 20);
  expect(surface.read()).toBe(
    '<text x="10" y="20" font-weight="400" font-size="11" font-family="Inter" textLength="48" lengthAdjust="spacingAndGlyphs" fill="#123456" text-anchor="end" opacity="0.3">&lt;script&gt;</text>',
  );
});

test('what was moved and scaled is put back', () => {
  const surface = createSvgSurface(sixPixels);
  surface.save();
  surface.translate(10, 20);
  surface.scale(2, 2);
  surface.translate(1, 1);
  surface.fillStyle = '#ffffff';
  surface.fillRect(0, 0, 4, 4);
  surface.restore();
  surface.fillRect(0, 0, 4, 4);
  expect(surface.read()).toBe(
    '<rect x="0" y="0" width="4" height="4" fill="#ffffff" transform="translate(12 22) scale(2 2)"/>' +
      '<rect x="0" y="0" width="4" height="4" fill="#000000"/>',
  );
});

test('a rounded rectangle is filled and stroked', () => {
  const surface = createSvgSurface(sixPixels);
  surface.beginPath();
  surface.roundRect(0, 0, 20, 10, 30);
  surface.fill();
  expect(surface.read()).toContain(
    'd="M5 0h10a5 5 0 0 1 5 5v0a5 5 0 0 1 -5 5h-10a5 5 0 0 1 -5 -5v0a5 5 0 0 1 5 -5Z"',
  );
});
