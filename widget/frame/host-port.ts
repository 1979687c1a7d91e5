// The frame's end of the protocol (../protocol.ts). Without the loader around the frame (a plain link, a bare iframe) there
// is no host page to talk to, and every call here does nothing.

import {
  type FirstContact,
  type FrameMessage,
  isFirstContact,
  type PageMessage,
  parsePageMessage,
  protocolVersion,
} from '../protocol.ts';

type HostPort = { send(message: FrameMessage): void };

export function openHostPort(received: (message: PageMessage) => void): HostPort {
  const given = new URLSearchParams(location.hash.slice(1));
  const host = given.get('host') ?? '';
  const nonce = given.get('nonce') ?? '';
  let port: MessagePort | null = null;
  let waiting: FrameMessage[] = [];
  if (window.parent === window || nonce === '' || host === '') return { send() {} };

  addEventListener('message', (event) => {
    if (event.source !== window.parent || event.origin !== host) return;
    const handed = event.ports[0];
    if (port !== null || handed === undefined || !isFirstContact(event.data, 'welcome', nonce)) return;
    port = handed;
    port.onmessage = ({ data }) => {
      const message = parsePageMessage(data);
      if (message !== null) received(message);
    };
    for (const message of waiting) port.postMessage(message);
    waiting = [];
  });
  // A page without an origin (a file, a sandbox) can be addressed by `*` only. That is safe: `hello` holds nothing but
  // the nonce which that page made itself.
  const target = host === 'null' ? '*' : host;
  window.parent.postMessage({ foyer: protocolVersion, kind: 'hello', nonce } satisfies FirstContact, target);

  return {
    send(message) {
      if (port === null) waiting.push(message);
      else port.postMessage(message);
    },
  };
}
