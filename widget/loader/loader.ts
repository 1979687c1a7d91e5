// Runs on any page: defines <foyer-tickets widget="wgt_…" lang theme height>, which opens the frame on our origin.
// The page stays untouched if anything fails: the link written inside the element is shown until the frame says it
// is ready. Works under a CSP that allows only our origin in script-src and frame-src, so no inline style and no
// style element: the sheet is adopted, the height is set through the CSSOM.

import { isFirstContact, isTheme, parseFrameSays, protocolVersion } from '../protocol/protocol.ts';

// Null when the script is a module or stands in a shadow tree; then its own tag or the element's link tells.
const script = document.currentScript ?? document.querySelector('script[src*="/widget/v1/loader.js"]');
const scriptOrigin = script instanceof HTMLScriptElement && script.src !== '' ? new URL(script.src).origin : '';

// Both share one cell, so that swapping the link for the frame moves nothing on the page.
const sheet = `:host{display:grid;min-height:var(--h)}:host([hidden]){display:none}
iframe,slot{grid-area:1/1;width:100%;border:0}iframe{visibility:hidden;min-height:100%;color-scheme:auto}
.on iframe{visibility:visible}.on slot{display:none}div{display:grid;align-items:start}slot{display:block}`;

class FoyerTickets extends HTMLElement {
  static observedAttributes = ['widget', 'lang', 'theme'];
  #frame: HTMLIFrameElement | null = null;
  #port: MessagePort | null = null;
  #listening: AbortController | null = null;

  connectedCallback(): void {
    this.#open();
  }

  disconnectedCallback(): void {
    this.destroy();
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (this.#frame === null || before === after) return;
    if (name === 'theme') this.#port?.postMessage({ kind: 'theme', theme: this.#theme() });
    else this.#open();
  }

  /** Everything the element opened is closed; connecting it again starts afresh. */
  destroy(): void {
    this.#listening?.abort();
    this.#port?.close();
    this.#frame?.parentElement?.remove();
    this.#frame = this.#port = this.#listening = null;
  }

  #theme(): string {
    const theme = this.getAttribute('theme');
    return isTheme(theme) ? theme : 'auto';
  }

  #open(): void {
    this.destroy();
    const widget = this.getAttribute('widget') ?? '';
    const origin = scriptOrigin || this.querySelector('a')?.origin;
    if (!origin || !/^wgt_\w{1,60}$/.test(widget)) {
      console.warn('foyer-tickets: the attribute widget="wgt_…" is missing or wrong; the link is shown instead');
      return;
    }
    const lang = this.lang || document.documentElement.lang;
    const nonce = crypto.getRandomValues(new Uint32Array(4)).join('.');
    const frame = document.createElement('iframe');
    // The fragment never reaches a server: the nonce and the page's address stay out of logs and caches.
    frame.src =
      `${origin}/w/${widget}?embed=1&lang=${encodeURIComponent(lang.slice(0, 2).toLowerCase())}&theme=${this.#theme()}` +
      `#${new URLSearchParams({ host: location.origin, nonce })}`;
    frame.title = lang.startsWith('ru') ? 'Билеты' : 'Tickets';
    frame.loading = 'lazy';
    frame.referrerPolicy = 'strict-origin';
    this.#draw(frame);
    this.#listening = new AbortController();
    addEventListener('message', (event) => this.#meet(event, frame, origin, widget, nonce), this.#listening);
  }

  #draw(frame: HTMLIFrameElement): void {
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    const style = new CSSStyleSheet();
    // Room is reserved before anything is loaded: what stands below does not jump.
    const reserved = Math.min(Number(this.getAttribute('height')) || 560, 5000);
    style.replaceSync(sheet.replace('var(--h)', `${reserved}px`));
    root.adoptedStyleSheets = [style];
    const box = document.createElement('div');
    box.append(frame, document.createElement('slot'));
    root.replaceChildren(box);
    this.#frame = frame;
  }

  // The frame may say hello again after a reload of its own; the newest port is the one in use.
  #meet(event: MessageEvent, frame: HTMLIFrameElement, origin: string, widget: string, nonce: string): void {
    const inside = frame.contentWindow;
    if (!inside || event.source !== inside || event.origin !== origin) return;
    if (!isFirstContact(event.data, 'hello', nonce)) return;
    this.#port?.close();
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = ({ data }) => this.#hear(data, frame, widget);
    inside.postMessage({ foyer: protocolVersion, kind: 'welcome', nonce }, origin, [port2]);
  }

  #hear(data: unknown, frame: HTMLIFrameElement, widget: string): void {
    const said = parseFrameSays(data);
    if (said?.kind === 'size') frame.style.height = `${said.height}px`;
    if (said?.kind === 'ready') {
      frame.parentElement?.classList.add('on');
      this.#tell('ready', { widget });
    }
    if (said?.kind === 'order') {
      const { status, orderId, quantity, total } = said;
      this.#tell('order', { widget, status, orderId, quantity, total });
    }
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(`foyer:${name}`, { bubbles: true, composed: true, detail }));
  }
}

// A second copy of the script finds the name taken and does nothing.
if (!customElements.get('foyer-tickets')) customElements.define('foyer-tickets', FoyerTickets);
