/** Chinese names and explanations of fields. */
import gatewayApi from './gateway-api-zh-CN.json' with { type: 'json' };
import type { FieldTexts } from './text-table.ts';
import fields from './zh-CN.json' with { type: 'json' };

export const texts: FieldTexts = { ...fields, ...gatewayApi };
