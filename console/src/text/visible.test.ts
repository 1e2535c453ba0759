import { describe, expect, it } from 'vitest';
import { pieces, visible } from './visible';

describe('text by others', () => {
  it('is itself where everything is seen', () => {
    for (const text of ['stripe', 'Größe – 漢字 🗝️', '<b>not markup</b>', 'שלום', '']) {
      expect(visible(text)).toBe(text);
    }
  });

  it('shows characters that reorder what is read', () => {
    expect(visible('exe\u202Etxt')).toBe('exe[U+202E]txt');
    expect(visible('a\u2066b\u2069')).toBe('a[U+2066]b[U+2069]');
  });

  it('shows control characters and line breaks', () => {
    expect(visible('a\u0000b\u001B[31m\nc')).toBe('a[U+0000]b[U+001B][31m[U+000A]c');
  });

  it('shows what has no width or looks like nothing', () => {
    expect(visible('pay\u200Bpal\uFEFF\u3164')).toBe('pay[U+200B]pal[U+FEFF][U+3164]');
    expect(visible('\u{E0041}')).toBe('[U+E0041]');
  });

  it('leaves joiners where a script or an emoji needs them, and not between Latin letters', () => {
    expect(visible('👩\u200D💻')).toBe('👩\u200D💻');
    expect(visible('नमस\u200Dते')).toBe('नमस\u200Dते');
    expect(visible('pay\u200Dpal')).toBe('pay[U+200D]pal');
  });

  it('says which pieces stand for what is hidden, so that they can look like it', () => {
    expect(pieces('a\u202Eb')).toEqual([
      { text: 'a', hidden: false },
      { text: 'U+202E', hidden: true },
      { text: 'b', hidden: false },
    ]);
  });

  it('shows half a character', () => {
    expect(visible('a\uD800')).toBe('a[U+D800]');
  });
});
