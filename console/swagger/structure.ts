/** What Swagger UI's page lacks for those who go by landmarks, headings and the keyboard. */

type Element = unknown;
type Component = (props: object) => Element;

interface System {
  React: {
    createElement: (type: unknown, props?: object | null, ...children: Element[]) => Element;
  };
}

/** A landmark around one of its parts, with a heading for what follows where that has none. */
const within =
  (label: string, heading?: string) =>
  (Original: Component, { React }: System) =>
  (props: object): Element =>
    React.createElement(
      'section',
      { 'aria-label': label },
      React.createElement(Original, props),
      heading === undefined
        ? null
        : React.createElement('h2', { className: 'visually-hidden' }, heading),
    );

export const withLandmarks = () => ({
  wrapComponents: {
    InfoContainer: within('About'),
    FilterContainer: within('Filter', 'Operations'),
  },
});

/** What scrolls can be reached, so that it can be scrolled without a mouse. */
export function makeReachable(pages: HTMLElement): void {
  new MutationObserver(() => {
    for (const text of pages.querySelectorAll<HTMLElement>('pre:not([tabindex])')) {
      text.tabIndex = 0;
    }
  }).observe(pages, { childList: true, subtree: true });
}
