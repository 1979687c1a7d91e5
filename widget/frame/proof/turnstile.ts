// Gets a token of Cloudflare Turnstile. Used only where the operator has configured keys: the page's Content-Security-
// Policy then allows Turnstile's script and frame. Most people see nothing; some must press a box above the choice.

type Turnstile = {
  render(
    at: HTMLElement,
    how: { sitekey: string; callback: (token: string) => void; 'error-callback': () => void; appearance: string },
  ): string;
  remove(widgetId: string): void;
};

const scriptAddress = 'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit';
const answerWithinMs = 60_000;

export async function turnstileToken(sitekey: string): Promise<string | null> {
  const turnstile = await load();
  if (turnstile === null) return null;
  const box = document.createElement('div');
  document.getElementById('app')?.prepend(box);
  let widgetId: string | undefined;
  const token = await new Promise<string | null>((resolve) => {
    setTimeout(() => resolve(null), answerWithinMs);
    widgetId = turnstile.render(box, {
      sitekey,
      callback: resolve,
      'error-callback': () => resolve(null),
      appearance: 'interaction-only',
    });
  });
  if (widgetId !== undefined) turnstile.remove(widgetId);
  box.remove();
  return token;
}

async function load(): Promise<Turnstile | null> {
  const known = loaded();
  if (known !== null) return known;
  const script = document.createElement('script');
  const ended = new Promise<void>((resolve) => {
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => resolve());
  });
  script.src = scriptAddress;
  document.head.append(script);
  await ended;
  return loaded();
}

/** Turnstile's script defines `globalThis.turnstile`. */
function loaded(): Turnstile | null {
  const found: unknown = Reflect.get(globalThis, 'turnstile');
  return found === undefined ? null : (found as Turnstile);
}
