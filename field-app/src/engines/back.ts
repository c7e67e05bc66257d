/** Going back in a walk: what is left of what it was told. The same rules as `rules/back.py`. Pure. */
import type { Inputs, Outcome } from "./pathways";

/**
 * Return the inputs without the last answer, or without all from one question on. A question that was
 * known before is asked then: what the record said of it is left out.
 */
export function goneBack(outcome: Outcome, inputs: Inputs, to = ""): Inputs {
  const path = outcome.path.filter((visit) => visit.kind === "question");
  const named = path.findIndex((visit) => visit.node === to);
  const place = named >= 0 ? named : path.findLastIndex((visit) => visit.how !== "known");
  if (place < 0) return inputs;
  const kept = new Set(path.slice(0, place).map((visit) => visit.node));
  const again = path[place]!.how === "known" ? path[place]!.node : "";
  const only = <T>(told: Record<string, T>, keeps: (name: string) => boolean): Record<string, T> =>
    Object.fromEntries(Object.entries(told).filter(([name]) => keeps(name)));
  return {
    facts: only(inputs.facts, (name) => name.split(".")[0] !== again), answers: only(inputs.answers, (name) => kept.has(name)),
    routes: only(inputs.routes, (name) => kept.has(name)), texts: inputs.texts,
  };
}
