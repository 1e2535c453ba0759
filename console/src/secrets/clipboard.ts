/**
 * A value to the clipboard without being shown, and away from it half a minute later where the
 * browser allows.
 */

export const SECONDS_IN_CLIPBOARD = 30;

export type Copied =
  | 'copied'
  /** There is no clipboard: the page is not on https or on this machine. */
  | 'unavailable'
  | 'refused';

let clearing: AbortController | null = null;

/** Copies what `fetch` gives. Nothing but the clipboard has it afterwards. */
export async function copySecret(fetch: () => Promise<string>): Promise<Copied> {
  if (navigator.clipboard === undefined) return 'unavailable';
  // What `fetch` throws is the caller's to show, and is not the browser's refusal.
  const asked = fetch();
  try {
    // A promise keeps the right that the click gave until the value is there.
    if (typeof ClipboardItem === 'undefined') {
      await navigator.clipboard.writeText(await asked);
    } else {
      const blob = asked.then((value) => new Blob([value], { type: 'text/plain' }));
      // A refusal by the browser may come first and leave this one alone.
      blob.catch(() => {});
      await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
    }
  } catch {
    await asked;
    return 'refused';
  }
  clearLater();
  return 'copied';
}

/** Leaves the clipboard as it is. */
export function keepClipboard(): void {
  clearing?.abort();
  clearing = null;
}

function clearLater(): void {
  keepClipboard();
  const own = (clearing = new AbortController());
  const { signal } = own;
  // What is copied in this page since then is not a secret of ours to clear.
  addEventListener('copy', keepClipboard, { signal });
  addEventListener('cut', keepClipboard, { signal });
  const timer = setTimeout(() => void clear(own), SECONDS_IN_CLIPBOARD * 1000);
  signal.addEventListener('abort', () => clearTimeout(timer));
}

async function clear(own: AbortController): Promise<void> {
  try {
    await navigator.clipboard.writeText('');
    own.abort();
  } catch {
    if (document.hasFocus() || own.signal.aborted) return;
    // Browsers let only the page in front write: it is tried once more when that is this one.
    addEventListener('focus', () => void clear(own), { once: true, signal: own.signal });
  }
}
