/** Asks before something typed is lost: by another page of ours, by a reload, by closing the tab. */

import { router } from '../router/router.svelte';

/** Until the returned function is called. */
export function guardLeaving(isStarted: () => boolean): () => void {
  const unguard = router.guard(
    () => !isStarted() || confirm('Leave this page? What you entered is not kept.'),
  );
  const unload = (event: BeforeUnloadEvent) => {
    if (isStarted()) event.preventDefault();
  };
  addEventListener('beforeunload', unload);
  return () => {
    unguard();
    removeEventListener('beforeunload', unload);
  };
}
