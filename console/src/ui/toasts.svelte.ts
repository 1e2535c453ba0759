/** Short news that go away by themselves. Never a value, never the only place for an error. */

export interface Toast {
  id: number;
  text: string;
  action: { title: string; run: () => void } | null;
}

class Toasts {
  shown = $state.raw<readonly Toast[]>([]);
  #last = 0;

  add(text: string, options: { seconds?: number; action?: Toast['action'] } = {}): number {
    const id = (this.#last += 1);
    this.shown = [...this.shown.slice(-2), { id, text, action: options.action ?? null }];
    setTimeout(() => this.remove(id), (options.seconds ?? 6) * 1000);
    return id;
  }

  remove(id: number): void {
    this.shown = this.shown.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
