import { mount } from 'svelte';
import App from './App.svelte';
import { session } from './session/session.svelte';
import { theme } from './shell/theme.svelte';
import { prepare } from './text/time';
import './styles/base.css';
import './ui/controls.css';

theme.apply();
void session.start();

const target = document.getElementById('app');
if (target !== null) mount(App, { target });
// Who is signed in already sees pages with times next; the first frame is painted, and the server asked.
if (session.status === 'starting') requestAnimationFrame(() => setTimeout(prepare));
