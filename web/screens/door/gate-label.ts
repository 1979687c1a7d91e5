// Which gate this device stands at: typed once, kept on the device, not a secret.

const storageKey = 'foyer-gate';

export function keptGate(): string {
  try {
    return localStorage.getItem(storageKey) ?? '';
  } catch {
    return '';
  }
}

export function keepGate(gate: string): void {
  try {
    localStorage.setItem(storageKey, gate);
  } catch {
    // Without storage it is typed again after a reload.
  }
}
