import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import SecretField from './SecretField.svelte';

const VALUE = 'hunter2';
const fetch = () => vi.fn<() => Promise<string>>().mockResolvedValue(VALUE);

describe('SecretField', () => {
  it('asks for nothing before it is revealed, and has nothing afterwards', async () => {
    const asked = fetch();
    const { container } = render(SecretField, { label: 'Password', fetch: asked });
    expect(asked).not.toHaveBeenCalled();
    const button = screen.getByRole('button', { name: 'Reveal Password' });
    await userEvent.click(button);
    expect(await screen.findByText(VALUE)).toBeTruthy();
    expect(button.getAttribute('aria-pressed')).toBe('true');
    await userEvent.click(button);
    expect(container.innerHTML).not.toContain(VALUE);
    expect(asked).toHaveBeenCalledOnce();
  });

  it('is hidden when the window is left', async () => {
    const { container } = render(SecretField, { label: 'Password', fetch: fetch() });
    await userEvent.click(screen.getByRole('button', { name: 'Reveal Password' }));
    await screen.findByText(VALUE);
    window.dispatchEvent(new Event('blur'));
    await vi.waitFor(() => expect(container.innerHTML).not.toContain(VALUE));
  });

  it('is revealed by a click that no press came before, as screen readers make it', async () => {
    render(SecretField, { label: 'Password', fetch: fetch() });
    screen.getByRole('button', { name: 'Reveal Password' }).click();
    expect(await screen.findByText(VALUE)).toBeTruthy();
  });

  it('that is forbidden asks for nothing, whatever is pressed', async () => {
    const asked = fetch();
    render(SecretField, { label: 'Password', fetch: asked, forbidden: 'You are Reader here.' });
    await userEvent.click(screen.getByRole('button', { name: /^Reveal/ }));
    await userEvent.click(screen.getByRole('button', { name: /^Copy/ }));
    screen.getByRole('button', { name: /^Reveal/ }).focus();
    await userEvent.keyboard('{Enter}');
    expect(asked).not.toHaveBeenCalled();
  });

  it('shows a value with markup as it is', async () => {
    const { container } = render(SecretField, {
      label: 'Password',
      fetch: () => Promise.resolve('<img src=x onerror=alert(1)>'),
    });
    await userEvent.click(screen.getByRole('button', { name: 'Reveal Password' }));
    await screen.findByText('<img src=x onerror=alert(1)>');
    expect(container.querySelector('img')).toBeNull();
  });

  it('says what the server says where it may not be copied', async () => {
    render(SecretField, { label: 'Password', fetch: () => Promise.reject(new Error('no')) });
    Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true });
    await userEvent
      .setup({ writeToClipboard: false })
      .click(screen.getByRole('button', { name: 'Copy Password' }));
    expect(await screen.findByRole('alert')).toBeTruthy();
  });
});
