/** What can be typed into fields of numbers and durations; everything else gets its reason. */
import { useTranslations } from 'use-intl';
import type { Parsed } from '#components/kit/form-fields/use-draft.ts';
import type { Shape } from '#lib/istio/forms/field.ts';
import { goDurationMs } from '#lib/istio/go-duration.ts';

type NumberShape = Extract<Shape, { type: 'number' }>;

export interface Parsers {
  /** Null: nothing is set. */
  number(shape: NumberShape, required: boolean): (text: string) => Parsed<number | null>;
  /** Empty: nothing is set. */
  duration(zero: boolean, required: boolean): (text: string) => Parsed<string>;
}

export function useParsers(): Parsers {
  const t = useTranslations('forms.problems');
  return {
    number:
      ({ integer, min, max }, required) =>
      (text) => {
        const digits = text.trim();
        if (digits === '') return required ? { problem: t('required') } : { value: null };
        if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(digits)) return { problem: t('number') };
        const number = Number(digits);
        if (!Number.isFinite(number)) return { problem: t('number') };
        if (integer && !Number.isSafeInteger(number)) return { problem: t('integer') };
        if (min !== null && number < min) return { problem: t('min', { min: String(min) }) };
        if (max !== null && number > max) return { problem: t('max', { max: String(max) }) };
        return { value: number };
      },
    duration: (zero, required) => (text) => {
      // "3 s" is how one says it, 3s how it is written.
      const written = text
        .trim()
        .replace(/(\d)\s+(?=[a-zµ])/g, '$1')
        .replace(/([a-z])\s+(?=\d)/g, '$1');
      if (written === '') return required ? { problem: t('required') } : { value: '' };
      const ms = goDurationMs(written);
      if (ms === null) return { problem: /^\d+(\.\d+)?$/.test(written) ? t('unit') : t('duration') };
      if (ms === 0 && zero) return { value: written };
      if (ms < 1) return { problem: t('tooShort') };
      return Number.isInteger(ms) ? { value: written } : { problem: t('tooFine') };
    },
  };
}
