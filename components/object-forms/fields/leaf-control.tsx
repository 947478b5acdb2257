'use client';
/** The control of a value: by its shape. */
import { useTranslations } from 'use-intl';
import type { FieldIds } from '#components/kit/form-fields/field-row.tsx';
import { SelectInput } from '#components/kit/form-fields/select-input.tsx';
import { TextArea } from '#components/kit/form-fields/text-area.tsx';
import type { Path } from '#lib/document/json.ts';
import type { Field } from '#lib/istio/forms/field.ts';
import { optionText } from '../field-text.ts';
import { useForm } from '../form-context.ts';
import { useSuggestions } from '../suggestions.ts';
import type { FieldPlace } from '../use-field.ts';
import { DraftInput } from './draft-input.tsx';
import { ListControl } from './list-control.tsx';
import { MapControl } from './map-control.tsx';
import { TextMatch } from './text-match.tsx';
import { useParsers } from './use-parsers.ts';

export interface LeafControlProps {
  field: Field;
  group: Path;
  place: FieldPlace;
  name: string;
  ids: FieldIds;
  fresh: boolean;
}

export function LeafControl({ field, group, place, name, ids, fresh }: LeafControlProps) {
  const t = useTranslations('forms');
  const { texts, readOnly } = useForm();
  const suggest = useSuggestions();
  const parsers = useParsers();
  const { shape, facts, words, required } = field;
  const { value, set, clear } = place;
  const wrong = place.problems.some(({ severity }) => severity === 'error');
  const shared = { id: ids.control, label: name, describedBy: ids.problems, disabled: readOnly, wrong };
  const options = facts.options?.map((option) => ({ value: option })) ?? suggest(facts.suggest, group);
  switch (shape.type) {
    case 'text':
      if (facts.multiline)
        return (
          <TextArea
            {...shared}
            value={String(value ?? '')}
            onChange={(text) => (text === '' ? clear() : set(text))}
          />
        );
      return (
        <DraftInput
          {...shared}
          code
          shown={String(value ?? '')}
          placeholder={facts.default}
          options={options}
          autoFocus={fresh}
          parse={(text) => ({ value: text })}
          format={(text) => text}
          onValue={(text) => (text === '' && !required ? clear() : set(text))}
        />
      );
    case 'number':
      return (
        <DraftInput
          {...shared}
          numeric
          width={options.length > 0 ? 220 : 120}
          unit={facts.unit === 'percent' ? '%' : facts.unit === 'seconds' ? t('seconds') : undefined}
          shown={value === undefined ? '' : String(value)}
          placeholder={facts.default}
          options={options}
          autoFocus={fresh}
          parse={parsers.number(shape, required)}
          format={(number) => (number === null ? '' : String(number))}
          onValue={(number) => (number === null ? clear() : set(number))}
        />
      );
    case 'duration':
      return (
        <DraftInput
          {...shared}
          width={120}
          shown={String(value ?? '')}
          placeholder={facts.default ?? t('durationExample')}
          autoFocus={fresh}
          parse={parsers.duration(shape.zero, required)}
          format={(text) => text}
          onValue={(text) => (text === '' ? clear() : set(text))}
        />
      );
    case 'toggle':
      return (
        <SelectInput
          {...shared}
          width={220}
          value={value === undefined ? '' : String(value)}
          options={[
            {
              value: '',
              text: facts.inherited
                ? t('unsetInherited')
                : t('unset', { value: facts.default === 'true' ? t('yes') : t('no') }),
            },
            { value: 'true', text: t('yes') },
            { value: 'false', text: t('no') },
          ]}
          onChange={(text) => (text === '' ? clear() : set(text === 'true'))}
        />
      );
    case 'choice': {
      const normal = facts.default === undefined ? '' : optionText(texts, words, facts.default);
      const unset = normal === '' ? t('notSet') : t('unset', { value: normal });
      return (
        <SelectInput
          {...shared}
          width={300}
          value={String(value ?? '')}
          options={[
            ...(required && value !== undefined ? [] : [{ value: '', text: unset }]),
            ...shape.options
              .filter((option) => option !== '' && !hidden.has(option))
              .map((option) => ({ value: option, text: optionText(texts, words, option) })),
          ]}
          onChange={(option) => (option === '' ? clear() : set(option))}
        />
      );
    }
    case 'texts':
    case 'numbers':
      return <ListControl field={field} place={place} name={name} ids={ids} options={options} />;
    case 'map':
      return <MapControl field={field} place={place} names={options} values={shape.values} />;
    case 'match':
      return <TextMatch place={place} name={name} ids={ids} />;
    default:
      return null;
  }
}

/** Values of enums that mean nothing but "not set". */
const hidden = new Set([
  'UNSPECIFIED',
  'INVALID',
  'UNDEFINED',
  'UNSPECIFIED_PHASE',
  'UNSPECIFIED_POLICY',
  'UNSPECIFIED_PLUGIN_TYPE',
]);
