// Runs on the publisher's page and defines <foyer-tickets widget="wgt_…" lang theme view sub height>, which opens the frame on our
// origin. The link written inside the element is shown until the frame says `ready`, so if anything fails, buyers still
// have the link. Works under a CSP that allows only our origin in script-src and frame-src: no inline style and no style
// element, the sheet is adopted and the height is set through the CSSOM.

import { type FirstContact, isFirstContact, parseFrameMessage, protocolVersion } from './protocol.ts';

// `currentScript` is null when the script is a module or inside a shadow tree; then our origin is found by the script tag
// or by the link inside the element.
const script = document.currentScript ?? document.querySelector('script[src*="/widget/v1/loader.js"]');
const scriptOrigin = script instanceof HTMLScriptElement && script.src ? new URL(script.src).origin : '';

// Link and frame share one grid cell, so replacing one by the other shifts nothing on the page.
const sheet = `:host,div{display:grid}:host([hidden]),.on slot{display:none}iframe,slot{display:block;grid-area:1/1}
iframe{width:100%;border:0;visibility:hidden}.on iframe{visibility:inherit}`;

class FoyerTickets extends HTMLElement {
  static observedAttributes = ['widget', 'lang', 'theme'];
  #port: MessagePort | undefined;
  #listening: AbortController | undefined;

  connectedCallback(): void {
    this.destroy();
    const widget = this.#text('widget');
    const origin = scriptOrigin || this.querySelector('a')?.origin;
    if (origin && /^wgt_\w+$/.test(widget)) this.#open(widget, origin);
    else console.warn('foyer-tickets: no widget="wgt_…"');
  }

  disconnectedCallback(): void {
    this.destroy();
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (!this.#listening || before === after) return;
    if (name === 'theme') this.#port?.postMessage({ kind: 'theme', theme: this.#text('theme') || 'auto' });
    else this.connectedCallback();
  }

  /** Closes everything the element opened and shows its link again; connecting it once more starts afresh. */
  destroy(): void {
    this.#listening?.abort();
    this.#port?.close();
    this.#listening = this.#port = undefined;
    this.shadowRoot?.replaceChildren(document.createElement('slot'));
  }

  #text(attribute: string): string {
    return this.getAttribute(attribute) ?? '';
  }

  #open(widget: string, origin: string): void {
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    const frame = document.createElement('iframe');
    const box = document.createElement('div');
    const nonce = crypto.getRandomValues(new Uint32Array(4)).join();
    const lang = (this.lang || document.documentElement.lang).slice(0, 2);
    // The fragment never reaches a server: the nonce and the page's address stay out of logs and caches.
    frame.src =
      `${origin}/w/${widget}?${new URLSearchParams({ embed: '1', lang, theme: this.#text('theme'), view: this.#text('view'), sub: this.#text('sub') })}` +
      `#${new URLSearchParams({ host: location.origin, nonce })}`;
    frame.title = lang === 'ru' ? 'Билеты' : 'Tickets';
    frame.loading = 'lazy';
    // The height is reserved before anything is loaded and never reduced: what is below does not move.
    box.style.minHeight = `${parseInt(this.#text('height'), 10) || 560}px`;
    box.append(frame, document.createElement('slot'));
    const style = new CSSStyleSheet();
    style.replaceSync(sheet);
    root.adoptedStyleSheets = [style];
    root.replaceChildren(box);

    const hear = ({ data }: MessageEvent) => {
      const said = parseFrameMessage(data);
      if (!said) return;
      const { kind, ...detail } = said;
      if (said.kind === 'size') {
        frame.style.height = `${said.height}px`;
        return;
      }
      if (kind === 'ready') box.className = 'on';
      const news = { bubbles: true, composed: true, detail: { widget, ...detail } };
      this.dispatchEvent(new CustomEvent(`foyer:${kind}`, news));
    };
    // After a reload of its own the frame says hello again; only the newest port is used.
    const meet = (event: MessageEvent) => {
      const inside = frame.contentWindow;
      if (!inside || event.source !== inside || event.origin !== origin) return;
      if (!isFirstContact(event.data, 'hello', nonce)) return;
      this.#port?.close();
      const { port1, port2 } = new MessageChannel();
      this.#port = port1;
      port1.onmessage = hear;
      inside.postMessage({ foyer: protocolVersion, kind: 'welcome', nonce } satisfies FirstContact, origin, [port2]);
    };
    this.#listening = new AbortController();
    addEventListener('message', meet, this.#listening);
  }
}

// A second copy of the script finds the element defined and does nothing.
if (!customElements.get('foyer-tickets')) customElements.define('foyer-tickets', FoyerTickets);
