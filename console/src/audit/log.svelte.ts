/**
 * An owner's audit log, newest first. The API gives it page by page and whole; what fits is picked
 * out here, as far back as one looks.
 */

import type { AuditRecord } from '../api/client';
import { problemOf, type Problem } from '../api/problem';
import { readAudit } from '../secrets/owner';
import type { Owner } from '../shell/places.svelte';

const PAGE = 500;
/** Records that are looked through at a time, before the person is asked to go on. */
const AT_ONCE = 5000;
/** Records that fit and are enough for one look. */
const ENOUGH = 100;

export class Log {
  /** All that was read, whether it fits or not. */
  records = $state.raw<readonly AuditRecord[]>([]);
  busy = $state(false);
  finished = $state(false);
  problem = $state.raw<Problem | null>(null);
  #before: number | null = null;

  constructor(
    readonly owner: Owner,
    /** What is looked for; read anew with each page. */
    readonly fits: (record: AuditRecord) => boolean,
  ) {}

  more = async (): Promise<void> => {
    if (this.busy || this.finished) return;
    this.busy = true;
    this.problem = null;
    let looked = 0;
    let found = 0;
    try {
      while (looked < AT_ONCE && found < ENOUGH && !this.finished) {
        const page = await readAudit(this.owner, this.#before, PAGE);
        looked += page.data.length;
        found += page.data.filter(this.fits).length;
        this.records = this.records.concat(page.data);
        this.#before = page.next_before;
        this.finished = page.next_before === null;
      }
    } catch (error) {
      this.problem = problemOf(error);
    } finally {
      this.busy = false;
    }
  };

  /** From the newest again. */
  restart = async (): Promise<void> => {
    if (this.busy) return;
    this.records = [];
    this.finished = false;
    this.#before = null;
    await this.more();
  };
}
