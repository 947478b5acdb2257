// @vitest-environment happy-dom
import { fireEvent, render, screen } from '@testing-library/react';
import { IntlProvider } from 'use-intl';
import { describe, expect, it, vi } from 'vitest';
import { messages } from '#lib/i18n/messages-en.ts';
import { TokenForm } from './token-form.tsx';

function show(refused: string | null = null) {
  const onSubmit = vi.fn();
  render(
    <IntlProvider locale="en" messages={messages} timeZone="UTC">
      <TokenForm refused={refused} busy={false} disabled={false} main onSubmit={onSubmit} />
    </IntlProvider>,
  );
  const field = screen.getByLabelText<HTMLInputElement>('Kubernetes token');
  return { onSubmit, field, submit: () => fireEvent.click(screen.getByRole('button', { name: 'Sign in' })) };
}

describe('TokenForm', () => {
  it('sends the token without the line breaks of a terminal', () => {
    const { onSubmit, field, submit } = show();
    fireEvent.change(field, { target: { value: '  abc.d ef\t.ghi ' } });
    submit();
    expect(onSubmit).toHaveBeenCalledExactlyOnceWith('abc.def.ghi');
  });

  it('says beside the field that nothing was pasted, and sends nothing', () => {
    const { onSubmit, field, submit } = show();
    submit();
    const alert = screen.getByRole('alert');
    expect(alert.textContent).toBe('Paste a token first.');
    expect(field.getAttribute('aria-describedby')).toContain(alert.id);
    expect(onSubmit).not.toHaveBeenCalled();
  });

  it('sends what was pasted before the page had its scripts', () => {
    const { onSubmit, field, submit } = show();
    field.value = 'abc';
    submit();
    expect(onSubmit).toHaveBeenCalledExactlyOnceWith('abc');
    expect(field.value).toBe('abc');
  });

  it('marks the field when the cluster refused the token', () => {
    const { field } = show('Kubernetes does not accept this token.');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByRole('alert').textContent).toContain('does not accept');
  });

  it('hides the token until asked to show it', () => {
    const { field } = show();
    expect(field.type).toBe('password');
    fireEvent.click(screen.getByRole('button', { name: 'Show token' }));
    expect(field.type).toBe('text');
  });
});
