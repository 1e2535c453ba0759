// `npm run serve`: the built console before a server, until it is stopped. `--data` keeps what is
// entered, `--port` chooses where it listens.

import { parseArgs } from 'node:util';
import { startFront } from './front.mjs';
import { startStrongroom } from './strongroom.mjs';

const { values } = parseArgs({
  options: { data: { type: 'string' }, port: { type: 'string', default: '0' } },
});
const server = await startStrongroom(values.data === undefined ? {} : { data: values.data });
const front = await startFront({ server: server.address, port: Number(values.port) });
console.log(`${front.address}/console/`);
if (server.token !== null) console.log(`owner token: ${server.token}`);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    void Promise.all([front.stop(), server.stop()]).then(() => process.exit(0));
  });
}
