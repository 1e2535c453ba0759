/**
 * Text by others, so that it cannot pass for what it is not: characters that are not seen, or that
 * reorder what is, are shown by their number.
 *
 * Unicode's control (Cc), format (Cf), surrogate (Cs), line and paragraph separator characters. Of
 * format characters the zero-width joiners stay where they join (scripts and emoji need them).
 */

const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\u115f\u1160\u3164\uffa0\u2800]/u;
const JOINERS = new Set(['\u200c', '\u200d']);

export interface Piece {
  text: string;
  /** True where it stands for a character that would not be seen. */
  hidden: boolean;
}

export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let plain = '';
  const characters = [...text];
  for (const [place, character] of characters.entries()) {
    if (!HIDDEN.test(character) || joins(characters, place)) {
      plain += character;
      continue;
    }
    if (plain !== '') found.push({ text: plain, hidden: false });
    plain = '';
    found.push({ text: numbered(character), hidden: true });
  }
  if (plain !== '') found.push({ text: plain, hidden: false });
  return found;
}

/** The same as one string, for titles and names of controls. */
export function visible(text: string): string {
  return pieces(text)
    .map((piece) => (piece.hidden ? `[${piece.text}]` : piece.text))
    .join('');
}

function joins(characters: string[], place: number): boolean {
  const character = characters[place] ?? '';
  if (!JOINERS.has(character)) return false;
  const around = [characters[place - 1], characters[place + 1]];
  return around.every(
    (other) =>
      other !== undefined &&
      /[\p{L}\p{M}\p{Extended_Pictographic}]/u.test(other) &&
      !/[\p{Script=Latin}]/u.test(other),
  );
}

function numbered(character: string): string {
  const number = character.codePointAt(0) ?? 0;
  return `U+${number.toString(16).toUpperCase().padStart(4, '0')}`;
}
