/** What a policy may be called: its name is a segment of a path. The document has the pattern. */

export function policyNameProblem(name: string): string | null {
  if (name === '') return 'Enter a name.';
  if (name.length > 64) return 'At most 64 characters.';
  return /^[0-9A-Za-z][0-9A-Za-z._-]*$/.test(name)
    ? null
    : 'Letters and digits of English, dots, hyphens and underscores, a letter or digit first.';
}
