/** Paths and patterns such as `/:kind/:owner/secrets`, apart from the browser. */

export type Params = Readonly<Record<string, string>>;

/** The parameters of a path that has the pattern's shape, or null. */
export function match(pattern: string, path: string): Params | null {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [place, step] of wanted.entries()) {
    const text = given[place] ?? '';
    if (!step.startsWith(':')) {
      if (step !== text) return null;
      continue;
    }
    const decoded = decodedOrNull(text);
    if (decoded === null || decoded === '') return null;
    params[step.slice(1)] = decoded;
  }
  return params;
}

function decodedOrNull(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** A path of these segments, to be put behind `#`. */
export function path(...segments: string[]): string {
  return `/${segments.map(encodeURIComponent).join('/')}`;
}
