/** Light, dark, or as the system has it. Kept in the browser: it says nothing of anybody. */

export type Choice = 'system' | 'light' | 'dark';

const KEPT_AS = 'strongroom.theme';

class Theme {
  choice = $state<Choice>(read());

  apply(): void {
    const root = document.documentElement;
    if (this.choice === 'system') root.removeAttribute('data-theme');
    else root.dataset.theme = this.choice;
  }

  choose(choice: Choice): void {
    this.choice = choice;
    try {
      localStorage.setItem(KEPT_AS, choice);
    } catch {
      // Without storage it holds until the page is closed.
    }
    this.apply();
  }
}

function read(): Choice {
  try {
    const kept = localStorage.getItem(KEPT_AS);
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  } catch {
    return 'system';
  }
}

export const theme = new Theme();
