/** Why an expression cannot be kept to namespaces, as the API says it: `1:5: ` and one of these sentences. */
export const pinProblems = {
  unnamed: 'every selector has to name one metric, exactly',
  'no-namespace': 'no namespace is visible',
  complex: 'the expression is too complex',
} as const;
export type PinProblem = keyof typeof pinProblems;
