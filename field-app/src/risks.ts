/** How grave what a walk tells is. Pure. */
import type { Outcome } from "./engines/pathways";

export const RANKS: Record<string, number> = { low: 1, moderate: 2, high: 3, imminent: 4 };
const TOLD = "moderate"; // told, before anybody knows more: somebody must look, today

/** Return the level of risk that a walk tells so far; "" where there is none. */
export function levelOf(outcome: Pick<Outcome, "risk" | "risk_level">): string {
  if (outcome.risk_level) return outcome.risk_level in RANKS ? outcome.risk_level : "imminent";
  return outcome.risk.includes("suicide") ? TOLD : "";
}
