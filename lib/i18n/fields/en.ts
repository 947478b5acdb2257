/** English names and explanations of fields. */
import fields from './en.json' with { type: 'json' };
import gatewayApi from './gateway-api-en.json' with { type: 'json' };
import type { FieldTexts } from './text-table.ts';

export const texts: FieldTexts = { ...fields, ...gatewayApi };
