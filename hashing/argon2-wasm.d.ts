// The part of the reference implementation's C interface that we call; see `argon2_hash` in its argon2.h.
declare module '@phi-ag/argon2/argon2.wasm' {
  const module: WebAssembly.Module;
  export default module;
}
