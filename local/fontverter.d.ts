// Types of the part of the package that we use. The package has none of its own.
declare module 'fontverter' {
  const fontverter: { convert(font: Uint8Array, to: 'truetype'): Promise<Uint8Array> };
  export default fontverter;
}
