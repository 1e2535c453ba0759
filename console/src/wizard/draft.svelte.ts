/** What is being entered: in memory alone, until the secret is there or the page is left. */

import type { Field, Secret, TypeDescription } from '../api/client';
import { Problem, problemOf } from '../api/problem';
import { createSecret, isNameTaken, typeName } from '../secrets/owner';
import type { Owner } from '../shell/places.svelte';
import { descriptionProblem, given, LABELS, nameProblem, valueProblem } from './rules';

export const steps = ['type', 'fields', 'name', 'review', 'done'] as const;
export type Step = (typeof steps)[number];

export class Draft {
  step = $state<Step>('type');
  type = $state.raw<TypeDescription | null>(null);
  values = $state<Record<string, string>>({});
  name = $state('');
  description = $state('');
  labels = $state<{ key: string; value: string }[]>([]);
  /** Of a name that another secret of the owner has. */
  isTaken = $state(false);
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);
  created = $state.raw<Secret | null>(null);
  /** What the server said of a field; gone when that field is changed. */
  #refused = $state<Record<string, string>>({});
  /** Fields that have been left or sent: before, nothing is said of them. */
  #touched = $state<Record<string, true>>({});

  constructor(readonly owner: Owner) {}

  /** Whether anything would be lost. */
  get isStarted(): boolean {
    if (this.created !== null) return false;
    const typed = this.type?.fields.some((field) => {
      const value = this.values[field.name] ?? '';
      return value !== '' && value !== field.default;
    });
    return typed === true || this.name !== '' || this.description !== '';
  }

  choose(type: TypeDescription): void {
    if (this.type?._type === type._type) return;
    this.type = type;
    this.values = Object.fromEntries(type.fields.map((field) => [field.name, field.default ?? '']));
    this.#refused = {};
    this.#touched = {};
    this.problem = null;
  }

  /** What to say of a field by now. Fields are named as the API does: `value.access_key`, `name`. */
  complaint(field: string): string | null {
    return this.#refused[field] ?? (this.#touched[field] ? this.#problemOf(field) : null);
  }

  touch(field: string): void {
    this.#touched[field] = true;
  }

  changed(field: string): void {
    delete this.#refused[field];
    this.problem = null;
    if (field === 'name') this.isTaken = false;
  }

  /** On to the next step, or stays where something is not right. True when it went. */
  next(): boolean {
    if (!this.isRight(this.step) || (this.step === 'type' && this.type === null)) return false;
    this.step = steps[steps.indexOf(this.step) + 1] ?? 'done';
    return true;
  }

  /** Whether there is nothing to complain about in a step; from now on it is said if there is. */
  isRight(step: Step): boolean {
    const fields = this.#fieldsOf(step);
    for (const field of fields) this.touch(field);
    return fields.every((field) => this.complaint(field) === null);
  }

  back(): void {
    this.step = steps[steps.indexOf(this.step) - 1] ?? 'type';
  }

  /** Whether all before a step is right, so that one may go there. */
  reaches(step: Step): boolean {
    if (step === 'done' || this.created !== null) return false;
    if (step !== 'type' && this.type === null) return false;
    return steps
      .slice(0, steps.indexOf(step))
      .every((before) => this.#fieldsOf(before).every((field) => this.#problemOf(field) === null));
  }

  /** Whether the name is another's by now. */
  async lookUpName(): Promise<void> {
    const name = this.name;
    if (nameProblem(name) !== null) return;
    try {
      const isTaken = await isNameTaken(this.owner, name);
      if (name === this.name) this.isTaken = isTaken;
    } catch {
      // It is only ahead of time: the server says it again.
    }
  }

  async create(): Promise<void> {
    if (this.type === null || this.busy) return;
    this.busy = true;
    this.problem = null;
    try {
      this.created = await createSecret(this.owner, {
        type: typeName(this.type),
        name: this.name,
        description: this.description,
        labels: this.labelsGiven(),
        values: given(this.values),
      });
      // Nothing of the value stays in the page.
      this.values = {};
      this.step = 'done';
    } catch (error) {
      this.refuse(problemOf(error));
    } finally {
      this.busy = false;
    }
  }

  labelsGiven(): Record<string, string> {
    return Object.fromEntries(
      this.labels.filter(({ key }) => key !== '').map(({ key, value }) => [key, value]),
    );
  }

  /** Puts what the server said where it belongs. */
  refuse(problem: Problem): void {
    if (problem.kind === 'name-taken') {
      this.isTaken = true;
      this.touch('name');
      this.step = 'name';
      return;
    }
    const known: string[] = [...this.#fieldsOf('fields'), ...this.#fieldsOf('name')];
    const placed = problem.errors.filter(({ field }) => known.includes(place(field)));
    for (const { field, message } of placed) this.#refused[place(field)] = sentence(message);
    // What has a place is said there, the rest here.
    this.problem = placed.length > 0 && placed.length === problem.errors.length ? null : problem;
    const first = placed[0];
    if (first !== undefined) this.step = first.field.startsWith('value') ? 'fields' : 'name';
  }

  #fieldsOf(step: Step): string[] {
    if (step === 'fields') {
      return (this.type?.fields ?? []).map((field: Field) => `value.${field.name}`);
    }
    return step === 'name' ? ['name', 'description', 'labels'] : [];
  }

  #problemOf(field: string): string | null {
    if (field === 'name') {
      return (
        nameProblem(this.name) ??
        (this.isTaken ? 'There is a secret of this name here already.' : null)
      );
    }
    if (field === 'description') return descriptionProblem(this.description);
    if (field === 'labels') return this.#labelsProblem();
    const described = this.type?.fields.find((one) => `value.${one.name}` === field);
    return described ? valueProblem(described, this.values[described.name] ?? '') : null;
  }

  #labelsProblem(): string | null {
    const keys = this.labels.map(({ key }) => key);
    if (keys.length > LABELS) return `At most ${LABELS} labels.`;
    if (this.labels.some(({ key, value }) => key === '' && value !== '')) {
      return 'A label needs a name.';
    }
    const named = keys.filter((key) => key !== '');
    if (new Set(named).size < named.length) return 'Two labels have the same name.';
    return named.some((key) => nameProblem(key) !== null)
      ? 'The name of a label has no spaces at its ends, and nothing that is not seen.'
      : null;
  }
}

/** The API's `labels.team` belongs to the labels. */
function place(field: string): string {
  return field.startsWith('labels') ? 'labels' : field;
}

/** The API's messages go behind the field's name: “must be …”. */
function sentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}${message.endsWith('.') ? '' : '.'}`;
}
