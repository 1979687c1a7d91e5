// The package has no types of its own. Only what is used here.
declare module 'fontverter' {
  const fontverter: { convert(font: Uint8Array, to: 'truetype'): Promise<Uint8Array> };
  export default fontverter;
}
