// Expected answers as values. A refusal ("sold out") is returned; a bug throws.

type Ok<Value> = { readonly ok: true; readonly value: Value };
export type Refused<Code extends string> = {
  readonly ok: false;
  readonly code: Code;
  /** Facts for the person or the client, never a message and never personal data. */
  readonly details?: Details;
};

/** Named kinds only: `unknown` would not pass as serializable, and a refusal would vanish from the types of RPC. */
type Details = Readonly<Record<string, string | number | boolean | null | readonly string[] | readonly FieldProblem[]>>;
/** What is wrong with one field of a request. */
export type FieldProblem = { readonly path: string; readonly problem: string };

export type Result<Value, Code extends string> = Ok<Value> | Refused<Code>;

export function ok<Value>(value: Value): Ok<Value> {
  return { ok: true, value };
}

export function refuse<Code extends string>(code: Code, details?: Details): Refused<Code> {
  return details === undefined ? { ok: false, code } : { ok: false, code, details };
}

/** Ends a `switch` over a union: adding a member without a branch stops compiling. */
export function assertNever(value: never): never {
  throw new Error(`unexpected variant: ${JSON.stringify(value)}`);
}

/** States a fact the code relies on; a failure is a bug, never an answer to a person. */
export function invariant(condition: boolean, fact: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${fact}`);
}
