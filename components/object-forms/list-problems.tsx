'use client';
/** What is said of the object as a whole, or of parts that have no field: its name, its labels. */
import { ProblemLines } from '#components/kit/form-fields/problem-lines.tsx';
import { useForm } from './form-context.ts';

export function ListProblems() {
  const { findings } = useForm();
  const whole = [...findings.at([]), ...findings.at(['spec'])];
  const elsewhere = findings.below([]).filter(({ path }) => path.length > 0 && path[0] !== 'spec');
  return <ProblemLines problems={[...whole, ...elsewhere]} />;
}
