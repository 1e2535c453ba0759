/** What is being entered: in memory alone, until the secret is there or the page is left. */

import type { Secret, TypeDescription } from '../api/client';
import { problemOf, type FieldError, type Problem } from '../api/problem';
import { Schedule } from '../schedule/schedule.svelte';
import { createSecret, isNameTaken, typeName, validateDraft } from '../secrets/owner';
import type { Owner } from '../shell/places.svelte';
import { Check } from './check.svelte';
import { misshapen, missing } from './own-rules';
import { fieldsOf, placeOf, stepOf, steps, type Step } from './places';
import { given, nameProblem } from './rules';

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
  readonly schedule = new Schedule();
  readonly check = new Check(
    (whole, signal) => this.#validate(whole, signal),
    (field) => placeOf(field, this.type),
  );
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
    const described = this.name !== '' || this.description !== '' || this.labels.length > 0;
    return typed === true || described || this.schedule.isGiven;
  }

  choose(type: TypeDescription): void {
    if (this.type?._type === type._type) return;
    this.type = type;
    this.values = Object.fromEntries(type.fields.map((field) => [field.name, field.default ?? '']));
    this.check.stop();
    this.check.tell([]);
    this.check.isCurrent = false;
    this.#touched = {};
    this.problem = null;
  }

  /** What to say of a field by now. Fields are named as the API does: `value.access_key`, `name`. */
  complaint(field: string): string | null {
    return this.#touched[field] ? this.#problemOf(field) : null;
  }

  touch(field: string): void {
    this.#touched[field] = true;
  }

  changed(field: string): void {
    this.problem = null;
    if (field === 'name') this.isTaken = false;
    // A value is judged as a whole, too.
    if (field.startsWith('value.')) delete this.check.said['value'];
    if (this.type !== null) this.check.changed(field);
  }

  /**
   * On to the next step, or stays where something is not right, and says it: by our own rules at
   * once, and by the server's where it answers. True when it went.
   */
  async next(): Promise<boolean> {
    const { step } = this;
    if (this.busy || this.type === null || !this.isRight(step)) return false;
    if (step !== 'type' && !(await this.#isRightToTheServer(step))) return false;
    this.step = steps[steps.indexOf(step) + 1] ?? 'done';
    return true;
  }

  /** Whether there is nothing to complain about in a step; from now on it is said if there is. */
  isRight(step: Step): boolean {
    const fields = fieldsOf(step, this.type);
    for (const field of fields) this.touch(field);
    return fields.every((field) => this.complaint(field) === null);
  }

  /** Asks the server about all that has been asked for up to a step, and goes to what it names. */
  async #isRightToTheServer(step: Step): Promise<boolean> {
    this.busy = true;
    const whole = steps.indexOf(step) + 1 === steps.indexOf('review');
    const outcome = await this.check.now(whole);
    this.busy = false;
    // Typed on, or gone to another step meanwhile.
    if (outcome.is === 'changed' || this.step !== step) return false;
    return outcome.is === 'unknown' || this.#goTo(outcome.errors, step);
  }

  /** To the first step, up to `last`, that something was said of; true where there is none. */
  #goTo(errors: readonly FieldError[], last: Step): boolean {
    const places = errors.map(({ field }) => placeOf(field, this.type));
    const reached = places.filter(
      (place) => steps.indexOf(stepOf(place, this.type)) <= steps.indexOf(last),
    );
    for (const place of reached) this.touch(place);
    const first = steps.find((step) => reached.some((place) => stepOf(place, this.type) === step));
    if (first === undefined) return true;
    this.step = first;
    return false;
  }

  /** What is said of the value as a whole, or of the type: it belongs to no field. */
  get generalComplaint(): string | null {
    return this.complaint('value');
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
      .every((before) =>
        fieldsOf(before, this.type).every((field) => this.#problemOf(field) === null),
      );
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
        expiresAt: this.schedule.expiresAt,
        rotateEvery: this.schedule.rotateEvery,
      });
      this.check.stop();
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
    this.check.tell(problem.errors);
    const isPlaced = ({ field }: FieldError) => {
      const place = placeOf(field, this.type);
      return place === 'value' || fieldsOf(stepOf(place, this.type), this.type).includes(place);
    };
    // What has a place is said there, the rest here.
    this.problem = problem.errors.length > 0 && problem.errors.every(isPlaced) ? null : problem;
    this.#goTo(problem.errors, 'review');
  }

  async #validate(whole: boolean, signal: AbortSignal): Promise<readonly FieldError[]> {
    const { type } = this;
    if (type === null) return [];
    const values = given(this.values);
    return validateDraft(
      typeName(type),
      {
        ...(this.name === '' && !whole ? {} : { name: this.name }),
        ...(Object.keys(values).length === 0 && !whole ? {} : { value: values }),
        description: this.description,
        labels: this.labelsGiven(),
        expires_at: this.schedule.expiresAt,
        rotate_every: this.schedule.rotateEvery,
      },
      signal,
    );
  }

  /**
   * What is missing, which only this page knows; then what the server says; and where it has not yet
   * said anything of the draft as it is, what our own rules say.
   */
  #problemOf(field: string): string | null {
    return (
      missing(this, field) ??
      this.check.said[field] ??
      (this.check.isCurrent ? null : misshapen(this, field))
    );
  }
}
