import type { SecretType } from './index.js';

type Problems = { problems: Record<string, string> };

/** As it would be stored, or what is wrong by field. */
export function validate(
  type: SecretType,
  value: Record<string, string | Uint8Array>,
): { value: Record<string, string>; problems?: undefined } | (Problems & { value?: undefined });

/** The content, or why the value cannot be said in this format. */
export function render(
  type: SecretType,
  format: string,
  value: Record<string, string | Uint8Array>,
  about?: { name?: string; now?: number },
): { content: string; problems?: undefined } | (Problems & { content?: undefined });
