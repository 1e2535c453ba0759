/** A snippet of plain text, for components that take one. */

import { createRawSnippet, type Snippet } from 'svelte';

export function text(content: string): Snippet {
  return createRawSnippet(() => ({ render: () => `<span>${content}</span>` }));
}
