/** The head of the API pages: the way back, and who requests are sent as. */

import { visible } from '../src/text/visible';
import { forget, use, who } from './credential';

export function draw(bar: HTMLElement): void {
  const back = element('a', 'Strongroom');
  back.href = '/console/';
  const title = element('h1', 'API');
  const name = who();
  bar.replaceChildren(back, title, name === null ? form() : person(name));
}

function person(name: string): HTMLElement {
  const box = element('div');
  box.className = 'who';
  const stop = element('button', 'Forget');
  stop.type = 'button';
  stop.addEventListener('click', forget);
  const text = element('p', 'Requests are sent as ');
  const strong = element('bdi', visible(name));
  text.append(strong);
  text.setAttribute('role', 'status');
  box.append(text, stop);
  return box;
}

function form(): HTMLElement {
  const box = element('form');
  box.className = 'who';
  const label = element('label', 'Token');
  const input = element('input');
  input.type = 'password';
  input.autocomplete = 'off';
  input.required = true;
  label.append(input);
  const go = element('button', 'Use');
  const said = element('p');
  said.setAttribute('role', 'status');
  box.append(label, go, said);
  box.addEventListener('submit', (event) => {
    event.preventDefault();
    const candidate = input.value.trim();
    input.value = '';
    use(candidate).then(
      (taken) => {
        if (!taken) said.textContent = 'The server does not take this token.';
      },
      () => (said.textContent = 'The server does not answer.'),
    );
  });
  return box;
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  text = '',
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (text !== '') made.textContent = text;
  return made;
}
