export interface Request {
  /** `GET` where it is left out. */
  method?: string;
  url: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

export interface Response {
  status: number;
  headers: [string, string][];
  body: Uint8Array;
  text(): string;
  json(): any;
}

/** Sends one request. Throws `unavailable` or `failed` where there is no answer. */
export function send(request: Request): Response;
