import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import Choice from './Choice.svelte';
import Picker from './Picker.svelte';

test('a choice says what each of its options means, and takes one', async () => {
  const options = [
    { value: 'a', title: 'Reader', help: 'Sees' },
    { value: 'b', title: 'Writer', help: 'Changes' },
  ];
  render(Choice, { label: 'Role', options, value: 'a' });
  expect(screen.getByRole('group', { name: 'Role' })).toBeTruthy();
  await userEvent.click(screen.getByRole('radio', { name: /Writer\s*Changes/ }));
  expect((screen.getByRole('radio', { name: /Writer/ }) as HTMLInputElement).checked).toBe(true);
  expect((screen.getByRole('radio', { name: /Reader/ }) as HTMLInputElement).checked).toBe(false);
});

test('a picker finds by name and note, and says how many more there are', async () => {
  const options = Array.from({ length: 50 }, (_, at) => ({
    value: String(at),
    title: `Person ${at}`,
    note: at === 49 ? 'ada@example.com' : '',
  }));
  render(Picker, { label: 'People', options, chosen: [], several: true, empty: 'Nobody' });
  expect(screen.getByText(/And 10 more/)).toBeTruthy();
  await userEvent.type(screen.getByRole('searchbox', { name: 'People' }), 'ada@');
  expect(screen.getAllByRole('checkbox')).toHaveLength(1);
  await userEvent.click(screen.getByRole('checkbox', { name: /Person 49/ }));
  expect((screen.getByRole('checkbox') as HTMLInputElement).checked).toBe(true);
});
