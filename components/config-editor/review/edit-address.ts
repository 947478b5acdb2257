/** Back from the review to the editor of a draft. */
import { routes } from '#lib/client/address/routes.ts';
import type { ReviewItem } from './use-review.ts';

export function editAddress({ draft }: Pick<ReviewItem, 'draft'>, line?: number): string {
  return draft.op === 'create'
    ? routes.configNew({ kind: draft.kind, namespace: draft.namespace, draft: draft.mark })
    : routes.configEdit(draft, line);
}
