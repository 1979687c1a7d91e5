/// <reference path="./argon2-wasm.d.ts" />
// The Worker that hashes passwords. One hash blocks its isolate for some 30 ms and needs 19 MiB, so it runs in a Worker of
// its own: the isolate that sells neither waits for it nor gives it memory.
//
// Hashes are computed one after another, because each is one synchronous call. How many may wait is decided by the
// caller, before any other work is done for the request (worker/accounts/hash-queue.ts).

import { WorkerEntrypoint } from 'cloudflare:workers';
import wasm from '@phi-ag/argon2/argon2.wasm';

export type Argon2idRequest = {
  password: string;
  salt: Uint8Array;
  memoryKib: number;
  passes: number;
  lanes: number;
  tagBytes: number;
};

/** A stored hash names its own parameters; what asks for more than these is not one of ours. */
const mostMemoryKib = 65_536;
const mostPasses = 10;

export default class Hashing extends WorkerEntrypoint {
  argon2id(request: Argon2idRequest): Uint8Array {
    if (request.memoryKib > mostMemoryKib || request.passes > mostPasses) throw new Error('parameters too expensive');
    return hash(request);
  }
}

type Argon2 = {
  memory: WebAssembly.Memory;
  _initialize(): void;
  malloc(bytes: number): number;
  free(at: number): void;
  argon2_hash(
    passes: number,
    memoryKib: number,
    lanes: number,
    password: number,
    passwordBytes: number,
    salt: number,
    saltBytes: number,
    tag: number,
    tagBytes: number,
    encoded: number,
    encodedBytes: number,
    type: number,
    version: number,
  ): number;
};

const argon2idType = 2;
const version13 = 0x13;

// The package's own wrapper passes the number of a password's characters for the number of its bytes, which would cut
// every password in Cyrillic in half; so we call its WebAssembly module ourselves.
function hash({ password, salt, memoryKib, passes, lanes, tagBytes }: Argon2idRequest): Uint8Array {
  const argon2 = instance();
  const secret = new TextEncoder().encode(password);
  // Nothing is awaited between here and the end, so the places are ours alone.
  const secretAt = argon2.malloc(secret.length + salt.length + tagBytes);
  if (secretAt === 0) throw new Error('argon2id: no memory');
  const saltAt = secretAt + secret.length;
  const tagAt = saltAt + salt.length;
  const bytes = () => new Uint8Array(argon2.memory.buffer);
  bytes().set(secret, secretAt);
  bytes().set(salt, saltAt);
  try {
    const code = argon2.argon2_hash(
      passes,
      memoryKib,
      lanes,
      secretAt,
      secret.length,
      saltAt,
      salt.length,
      tagAt,
      tagBytes,
      0,
      0,
      argon2idType,
      version13,
    );
    if (code !== 0) throw new Error(`argon2id: error ${code}`);
    return bytes().slice(tagAt, tagAt + tagBytes);
  } finally {
    bytes().fill(0, secretAt, tagAt + tagBytes);
    argon2.free(secretAt);
  }
}

let loaded: Argon2 | undefined;

function instance(): Argon2 {
  if (loaded !== undefined) return loaded;
  // The exports of argon2.wasm, which is a dependency with a pinned version and checksum.
  const argon2 = new WebAssembly.Instance(wasm, {}).exports as unknown as Argon2;
  argon2._initialize();
  loaded = argon2;
  return argon2;
}
