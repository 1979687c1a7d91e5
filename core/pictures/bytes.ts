// Reads numbers and slices of a file's bytes. Reading beyond the end returns NaN, which equals no length and no marker,
// so the comparison that reads a truncated file also refuses it.

export function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function uint16(bytes: Uint8Array, at: number, littleEndian = false): number {
  return at + 2 <= bytes.length ? view(bytes).getUint16(at, littleEndian) : Number.NaN;
}

export function uint32(bytes: Uint8Array, at: number, littleEndian = false): number {
  return at + 4 <= bytes.length ? view(bytes).getUint32(at, littleEndian) : Number.NaN;
}

/** Four letters, the names of chunks in PNG and RIFF. */
export function fourLetters(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
