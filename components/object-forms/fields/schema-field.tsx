'use client';
/** A field of any shape: a row for a value, a section for a group, cards or brackets for lists of groups. */
import { joinOf, rowOf } from '#lib/istio/forms/arrangement.ts';
import { fitsShape, pathOf } from '#lib/istio/forms/field.ts';
import type { FieldProps } from '../field-props.ts';
import { fieldText } from '../field-text.ts';
import { useForm } from '../form-context.ts';
import { KeptPlace } from '../kept-place.tsx';
import { useReader } from '../use-field.ts';
import { BareGroup } from './bare-group.tsx';
import { BracketList } from './bracket-list.tsx';
import { EntryList } from './entry-list.tsx';
import { GroupSection } from './group-section.tsx';
import { ItemCards } from './item-cards.tsx';
import { LeafField } from './leaf-field.tsx';
import { RowList } from './row-list.tsx';

export function SchemaField(props: FieldProps) {
  const { field, group, onHide } = props;
  const { texts } = useForm();
  const read = useReader();
  const path = pathOf(group, field);
  const { value } = read(path);
  const { shape } = field;
  if (shape.type === 'any') {
    return value === undefined ? null : <KeptPlace path={path} name={fieldText(texts, field.words).label} />;
  }
  if (shape.type === 'group' || shape.type === 'items' || shape.type === 'entries') {
    if (value !== undefined && !fitsShape(shape, value))
      return <KeptPlace path={path} name={fieldText(texts, field.words).label} />;
    if (shape.type === 'group' && props.bare) return <BareGroup field={field} path={path} shape={shape} />;
    if (shape.type === 'group') return <GroupSection {...props} path={path} shape={shape} />;
    if (shape.type === 'entries') return <EntryList field={field} path={path} entry={shape.entry} />;
    if (joinOf(field.words) !== undefined || shape.item.shape.type === 'match')
      return <BracketList field={field} path={path} item={shape.item} onHide={onHide} />;
    const columns = rowOf(field.words);
    if (columns !== undefined)
      return <RowList field={field} path={path} item={shape.item} columns={columns} onHide={onHide} />;
    return <ItemCards field={field} path={path} item={shape.item} />;
  }
  return <LeafField {...props} />;
}
