/** The shape of the tables: the name of a field, and where there is more to say, its explanation. */
export type FieldTexts = Readonly<Record<string, readonly string[]>>;
