// Two people changed the same form at the same time, and neither change is lost.

/**
 * The typed changes on top of what somebody else has saved meanwhile: a field that was changed here keeps its typed
 * text. `both`: the fields that both sides changed, so that the person compares them before saving.
 */
export function rebased<Name extends string>(
  base: Record<Name, string>,
  typed: Record<Name, string>,
  saved: Record<Name, string>,
): { draft: Record<Name, string>; both: Name[] } {
  const draft = { ...typed };
  const both: Name[] = [];
  for (const name of Object.keys(draft) as Name[]) {
    if (saved[name] === base[name] || saved[name] === typed[name]) continue;
    if (typed[name] === base[name]) draft[name] = saved[name];
    else both.push(name);
  }
  return { draft, both };
}
