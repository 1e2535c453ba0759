/**
 * How the API pages get the console's token: from the page that opened them, when they ask for it.
 * It goes from window to window of one origin, through no address and no storage.
 */

/** Where the server has them. */
export const API_PAGES = '/api/identity/v1/swagger/index.html';

/** Heard by every page of this origin when somebody signs out. */
export const SIGNED_OUT = 'strongroom.signed-out';

/** What the API pages send to their opener. */
export const QUESTION = 'strongroom.api-pages.token?';

export interface Answer {
  is: 'strongroom.api-pages.token';
  /** Null where nobody is signed in. */
  token: string | null;
}

export function isAnswer(data: unknown): data is Answer {
  return (
    typeof data === 'object' &&
    data !== null &&
    'is' in data &&
    data.is === 'strongroom.api-pages.token' &&
    'token' in data &&
    (data.token === null || typeof data.token === 'string')
  );
}

/** Opens them in another tab, and answers that tab alone for as long as this page stays. */
export function openApiPages(token: () => string | null): void {
  const page = window.open(API_PAGES, '_blank');
  if (page === null) return;
  addEventListener('message', (event) => {
    if (event.origin !== location.origin || event.source !== page || event.data !== QUESTION) {
      return;
    }
    const answer: Answer = { is: 'strongroom.api-pages.token', token: token() };
    page.postMessage(answer, location.origin);
  });
}
