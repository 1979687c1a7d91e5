// The objects that the present test file has called. A list of the objects on the disk is longer: `reset()` empties an
// object and leaves its file, so the list names those of every earlier file too, and waking them all at the end of each
// file made the hundredth file wait five seconds.

import { env } from 'cloudflare:test';

let called = new Set<string>();

// The product and the tests reach every object by a binding, and all bindings of a runtime share this prototype.
const namespaces: DurableObjectNamespace = Object.getPrototypeOf(env.EVENT_SALES);
const { get, getByName } = namespaces;

namespaces.get = function (id, options) {
  called.add(id.toString());
  return get.call(this, id, options);
};

namespaces.getByName = function (name, options) {
  called.add(this.idFromName(name).toString());
  return getByName.call(this, name, options);
};

export const isCalled = (id: DurableObjectId): boolean => called.has(id.toString());

/** A test file begins. */
export function forgetCalledObjects(): void {
  called = new Set();
}
