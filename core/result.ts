// Results as values. A refusal ("sold out") is an expected result and is returned; a bug throws.

type Ok<Value> = { readonly ok: true; readonly value: Value };
export type Refused<Code extends string> = {
  readonly ok: false;
  readonly code: Code;
  /** Values for the client, such as a number of tickets; never a text and never personal data. */
  readonly details?: Details;
};

/**
 * A closed union, because RPC types drop what is not known to be serializable: with `unknown` refusals would vanish
 * from them.
 */
type Details = Readonly<
  Record<string, Detail | readonly string[] | readonly FieldProblem[] | Readonly<Record<string, Detail>>>
>;
type Detail = string | number | boolean | null;
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

/** States what the code relies on. A failure is a bug and throws; it is never a result for a person. */
export function invariant(condition: boolean, statement: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${statement}`);
}
