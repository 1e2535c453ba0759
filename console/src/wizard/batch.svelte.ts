/** The secrets of a pasted file, and what became of each. In memory alone. */

import { problemOf, type Problem } from '../api/problem';
import type { Secret } from '../api/client';
import { createSecret } from '../secrets/owner';
import type { Owner } from '../shell/places.svelte';
import { read, type Format } from './paste';
import { nameProblem } from './rules';

export interface Candidate {
  id: number;
  type: string;
  name: string;
  note: string | null;
  fields: string[];
  chosen: boolean;
  state: 'waiting' | 'creating' | 'created' | 'failed';
  problem: Problem | null;
  secret: Secret | null;
}

export class Batch {
  text = $state('');
  format = $state<Format | null>(null);
  candidates = $state<Candidate[]>([]);
  skipped = $state.raw<readonly string[]>([]);
  busy = $state(false);
  /** Values by candidate, apart from what the page draws. */
  #values = new Map<number, Record<string, string>>();

  constructor(readonly owner: Owner) {}

  /** Reads what was pasted. The text itself is not kept. */
  read(types: ReadonlySet<string>): void {
    const reading = read(this.text, types);
    this.format = reading.format;
    this.skipped = reading.skipped;
    this.#values = new Map(reading.proposals.map(({ values }, id) => [id, values]));
    this.candidates = reading.proposals.map(({ type, name, note, values }, id) => ({
      id,
      type,
      name,
      note,
      fields: Object.keys(values),
      // What has no value is no secret.
      chosen: Object.values(values).every((value) => value !== ''),
      state: 'waiting',
      problem: null,
      secret: null,
    }));
    if (reading.proposals.length > 0) this.text = '';
  }

  get isStarted(): boolean {
    return this.text !== '' || this.remaining.length > 0;
  }

  get remaining(): Candidate[] {
    return this.candidates.filter((one) => one.chosen && one.state !== 'created');
  }

  get created(): Candidate[] {
    return this.candidates.filter((one) => one.state === 'created');
  }

  complaint(candidate: Candidate): string | null {
    if (candidate.problem !== null) {
      const { errors, detail } = candidate.problem;
      return errors.length === 0
        ? detail
        : errors.map(({ field, message }) => `${field} ${message}`).join('. ');
    }
    if (!candidate.chosen || candidate.state === 'created') return null;
    const isTwice = this.candidates.some(
      (other) => other.id !== candidate.id && other.chosen && other.name === candidate.name,
    );
    return nameProblem(candidate.name) ?? (isTwice ? 'Two have the same name.' : null);
  }

  /** Makes those that are chosen, one after another; one that fails does not stop the others. */
  async create(): Promise<void> {
    if (this.busy || this.remaining.some((one) => one.problem === null && this.complaint(one)))
      return;
    this.busy = true;
    for (const candidate of this.remaining) {
      candidate.state = 'creating';
      candidate.problem = null;
      try {
        candidate.secret = await createSecret(this.owner, {
          type: candidate.type,
          name: candidate.name,
          description: '',
          labels: {},
          values: this.#values.get(candidate.id) ?? {},
        });
        candidate.state = 'created';
        this.#values.delete(candidate.id);
      } catch (error) {
        candidate.problem = problemOf(error);
        candidate.state = 'failed';
        // Nobody answers: the rest would fail as well.
        if (candidate.problem.kind === 'offline') break;
      }
    }
    this.busy = false;
  }
}
