// @vitest-environment happy-dom
import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { NewsTitle } from './news-title.tsx';

test('takes the focus that nothing has, with each news, and from nobody', () => {
  const { rerender } = render(<NewsTitle title="1 object is written" />);
  const heading = screen.getByRole('heading', { level: 1 });
  expect(document.activeElement).toBe(heading);
  rerender(
    <>
      <NewsTitle title="1 object is written" />
      <input aria-label="reason" />
    </>,
  );
  screen.getByRole('textbox').focus();
  rerender(
    <>
      <NewsTitle title="The change is taken back." />
      <input aria-label="reason" />
    </>,
  );
  expect(document.activeElement).toBe(screen.getByRole('textbox'));
  screen.getByRole('textbox').blur();
  rerender(
    <>
      <NewsTitle title="Looking" />
      <input aria-label="reason" />
    </>,
  );
  expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }));
});
