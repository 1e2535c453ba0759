/** The values of a place, looked at when somebody asks: whether they did, and what came of it. */

import { Load } from '../api/load.svelte';
import type { Owner } from '../shell/places.svelte';
import { examineValues, type Examination } from './api';

export class Examined {
  readonly load = new Load<{ found: Examination; at: number }>();
  isAsked = $state(false);

  constructor(
    readonly owner: Owner,
    private readonly examine: (owner: Owner) => Promise<Examination> = examineValues,
  ) {}

  look = (): void => {
    this.isAsked = true;
    this.load.run(async () => {
      const found = await this.examine(this.owner);
      return { found, at: Date.now() / 1000 };
    });
  };

  get isRunning(): boolean {
    return this.isAsked && this.load.state.is === 'loading';
  }
}
