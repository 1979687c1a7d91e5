// The name of the gate where this device is used: typed once and stored on the device. It is no secret.

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
    // Without storage the person types it again after a reload.
  }
}
