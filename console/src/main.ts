import { mount } from 'svelte';
import App from './App.svelte';
import { session } from './session/session.svelte';
import { theme } from './shell/theme.svelte';
import './styles/base.css';
import './ui/controls.css';

theme.apply();
void session.start();

const target = document.getElementById('app');
if (target !== null) mount(App, { target });
