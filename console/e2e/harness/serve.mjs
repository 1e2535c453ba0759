// `npm run serve`: a server with the built console, until it is stopped. `--data` keeps what is
// entered, `--port` chooses where it listens.

import { parseArgs } from 'node:util';
import { startStrongroom } from './strongroom.mjs';

const { values } = parseArgs({
  options: { data: { type: 'string' }, port: { type: 'string', default: '0' } },
});
const server = await startStrongroom({ data: values.data, port: Number(values.port) });
console.log(server.url);
if (server.token !== null) console.log(`owner token: ${server.token}`);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => void server.stop().then(() => process.exit(0)));
}
