/**
 * Swagger UI writes descriptions as markup. The policy of these pages lets no string become markup
 * unseen, so each one passes here first: what titles and help of secret types say is by others.
 */

import DOMPurify from 'dompurify';

interface Factory {
  createPolicy(name: string, rules: { createHTML: (markup: string) => string }): unknown;
}

const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;

factory?.createPolicy('default', {
  createHTML: (markup) =>
    DOMPurify.sanitize(markup, {
      USE_PROFILES: { html: true },
      // The policy refuses styles in markup; a form could send what is typed elsewhere.
      FORBID_TAGS: ['style', 'form', 'input', 'button', 'img'],
      FORBID_ATTR: ['style'],
    }),
});
