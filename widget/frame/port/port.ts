// The frame's end of the protocol. Without a loader around it (a plain link, a bare iframe) there is nobody to talk
// to and every call here does nothing.

import {
  type FrameSays,
  isFirstContact,
  type PageSays,
  parsePageSays,
  protocolVersion,
} from '../../protocol/protocol.ts';

export type Port = { say(what: FrameSays): void };

export function openPort(heard: (said: PageSays) => void): Port {
  const given = new URLSearchParams(location.hash.slice(1));
  const host = given.get('host') ?? '';
  const nonce = given.get('nonce') ?? '';
  let port: MessagePort | null = null;
  let waiting: FrameSays[] = [];
  if (window.parent === window || nonce === '' || host === '') return { say() {} };

  addEventListener('message', (event) => {
    if (event.source !== window.parent || event.origin !== host) return;
    const handed = event.ports[0];
    if (port !== null || handed === undefined || !isFirstContact(event.data, 'welcome', nonce)) return;
    port = handed;
    port.onmessage = ({ data }) => {
      const said = parsePageSays(data);
      if (said !== null) heard(said);
    };
    for (const what of waiting) port.postMessage(what);
    waiting = [];
  });
  // A page without an origin (a file, a sandbox) can be addressed by `*` only; the greeting holds nothing but the
  // nonce that page made itself.
  const target = host === 'null' ? '*' : host;
  window.parent.postMessage({ foyer: protocolVersion, kind: 'hello', nonce }, target);

  return {
    say(what) {
      if (port === null) waiting.push(what);
      else port.postMessage(what);
    },
  };
}
