/** The address of a server, and whether a token may be sent there. */

import { BadAddress } from "./errors.js";

/** The address without a `/` at its end. */
export function server(text: string, allowHttp: boolean): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  // `search` and `hash` are empty for a lone `?` or `#`.
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || /[?#]/.test(text)) {
    throw new BadAddress("the server must be an https or http URL without user, query or fragment");
  }
  if (url.protocol === "http:" && !allowHttp && !isLoopback(url.hostname)) {
    throw new BadAddress(
      "the server is plain http on another machine, where others can read the token: " +
        "use https, or allowHttp",
    );
  }
  return url.href.replace(/\/+$/, "");
}

/** A host as `URL` writes it: lower case, IPv4 as four numbers, IPv6 in brackets and shortened. */
function isLoopback(host: string): boolean {
  return (
    host === "localhost" ||
    /^127\.\d+\.\d+\.\d+$/.test(host) ||
    host === "[::1]" ||
    // 127.0.0.0/8, mapped.
    /^\[::ffff:7f[0-9a-f]{2}:[0-9a-f]+\]$/.test(host)
  );
}
