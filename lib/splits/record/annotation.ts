/** Annotation with the record of a split, or the pointer to it, and label with its id: docs/objects.md. */
export const releaseAnnotation = 'sluice.dev/release';
