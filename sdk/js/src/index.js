// Write a secret type for Strongroom: what a kind of secret looks like, whether a value of it makes
// sense, and the forms it can be given out in.
//
// Not in here: anything that reaches out. That is `./outbound`, for connected types alone.

export { defineType } from './type.js';
export { defineRotation, failed, rejected, unavailable } from './rotation.js';
