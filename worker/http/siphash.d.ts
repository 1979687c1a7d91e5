// The package has no types of its own. Only what is used here.
declare module 'siphash' {
  const siphash: {
    /** SipHash-2-4: 128 bits of key as four words; 16 characters of hex. */
    hash_hex(key: Uint32Array, message: Uint8Array): string;
  };
  export default siphash;
}
