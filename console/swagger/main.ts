/** The API pages: Swagger UI over the server's own document, signed in as in the console. */

import './trusted';
import SwaggerUI from 'swagger-ui-dist/swagger-ui-es-bundle.js';
import 'swagger-ui-dist/swagger-ui.css';
import '../src/styles/tokens.css';
import './contrast.css';
import './pages.css';
import { draw } from './bar';
import { authorization, forget, onChange, start } from './credential';
import { makeReachable, withLandmarks } from './structure';

interface Sent {
  url: string;
  headers?: Record<string, string>;
}

const bar = document.querySelector<HTMLElement>('#bar');
const pages = document.querySelector<HTMLElement>('#pages');
const darkness = matchMedia('(prefers-color-scheme: dark)');

/** Swagger UI is dark by a class; the console's switch wins over the system's. */
function paint() {
  const chosen = localStorage.getItem('strongroom.theme');
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
  const dark = chosen === 'dark' || (chosen !== 'light' && darkness.matches);
  document.documentElement.classList.toggle('dark-mode', dark);
}
paint();
darkness.addEventListener('change', paint);

const isOurs = (url: string) => new URL(url, location.href).origin === location.origin;

/** There is one server: the one that these pages come from. */
const withoutOtherServers = () => ({ wrapComponents: { ServersContainer: () => () => null } });

/** Its own ways to sign in put the token into the page; ours, at the head, does not. */
const withoutItsOwnSignIn = () => ({
  wrapComponents: {
    authorizeBtn: () => () => null,
    authorizeOperationBtn: () => () => null,
  },
});

/** The command that is shown has a place for a token, and not the token. */
const withoutTokenInCommands = () => ({
  statePlugins: {
    spec: {
      wrapActions: {
        setRequest:
          (original: (path: string, method: string, request: Sent) => unknown) =>
          (path: string, method: string, request: Sent) =>
            original(path, method, {
              ...request,
              headers: { ...request.headers, Authorization: 'Bearer YOUR_TOKEN' },
            }),
      },
    },
  },
});

if (bar !== null) {
  onChange(() => draw(bar));
  void start();
}
if (pages !== null) makeReachable(pages);

SwaggerUI({
  domNode: pages,
  url: './doc.json',
  validatorUrl: null,
  filter: true,
  syntaxHighlight: { activated: true, theme: 'tomorrow-night' },
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  persistAuthorization: false,
  showMutatedRequest: false,
  plugins: [withLandmarks, withoutOtherServers, withoutItsOwnSignIn, withoutTokenInCommands],
  requestInterceptor: (request: Sent): Sent => {
    const held = authorization();
    if (held === null || !isOurs(request.url)) return request;
    return { ...request, headers: { ...request.headers, Authorization: held } };
  },
  responseInterceptor: (response: { status: number; url: string }) => {
    if (response.status === 401 && isOurs(response.url) && authorization() !== null) forget();
    return response;
  },
});
