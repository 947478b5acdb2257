/** Chinese names and explanations of fields. */

import type { FieldTexts } from './text-table.ts';
import fields from './zh-CN.json' with { type: 'json' };

export const texts: FieldTexts = fields;
