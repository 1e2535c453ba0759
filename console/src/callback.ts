/**
 * Where an identity provider sends the person back to: hands its answer to the console that opened
 * this window, and closes. The code in it is of no use without the verifier, which that page has.
 */

import { CHANNEL, type ProviderAnswer } from './session/provider';

const query = new URLSearchParams(location.search);
history.replaceState(null, '', location.pathname);

const answer: ProviderAnswer = {
  state: query.get('state') ?? '',
  code: query.get('code'),
  error: query.get('error'),
  issuer: query.get('iss'),
};
const channel = new BroadcastChannel(CHANNEL);
channel.postMessage(answer);
channel.close();
window.close();
