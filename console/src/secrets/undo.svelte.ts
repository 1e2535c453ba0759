/** The way back from a deletion, from wherever the person is by then. */

import { problemOf } from '../api/problem';
import { router } from '../router/router.svelte';
import { placePath } from '../shell/places.svelte';
import { toasts } from '../ui/toasts.svelte';
import { restoreSecret } from './deleted';
import type { Address } from './owner';

/** Time to see it and to reach it; the list of what was deleted has the same for days. */
const SECONDS = 20;

/** Goes up with each secret that came back, for pages that show that it is gone. */
export const undone = $state({ times: 0 });

/** In the query of a deleted secret's page: another secret has its name. */
export const TAKEN = 'taken';

export function offerUndo(address: Address, name: string): void {
  toasts.add(`${name} was deleted.`, {
    seconds: SECONDS,
    action: { title: 'Undo', run: () => void undo(address, name) },
  });
}

async function undo(address: Address, name: string): Promise<void> {
  const page = secretPath(address);
  try {
    await restoreSecret(address);
    toasts.add(`${name} is back, with all its versions.`);
    undone.times += 1;
    router.go(page);
  } catch (error) {
    const problem = problemOf(error);
    if (problem.kind === 'name-taken') router.go(`${page}?${TAKEN}=`);
    else toasts.add(`${name} was not restored: ${problem.detail}`, { seconds: SECONDS });
  }
}

export function secretPath({ owner, type, secret }: Address): string {
  return placePath(owner, 'secrets', type, secret);
}
