/** In which order operations go: a life at risk first, and with it what that risk is about. Pure. */
import type { Waiting } from "./store";

/**
 * Put what is urgent first, together with everything about the same case before it: a risk of a
 * case that the server does not know yet would be refused. The order within each case is kept.
 */
export function inOrder(waiting: readonly Waiting[]): Waiting[] {
  const bySeq = [...waiting].sort((a, b) => a.seq - b.seq);
  const lastUrgent = new Map<string, number>();
  for (const { seq, operation } of bySeq) {
    if (operation.urgent) lastUrgent.set(operation.subject, seq);
  }
  const first = (one: Waiting): boolean => one.seq <= (lastUrgent.get(one.operation.subject) ?? -1);
  return [...bySeq.filter(first), ...bySeq.filter((one) => !first(one))];
}

/** How long to wait after so many failures: doubling to five minutes, and never all at once. */
export function backOff(failures: number, chance: number = Math.random()): number {
  const seconds = Math.min(5 * 2 ** Math.max(0, failures - 1), 300);
  return Math.round(seconds * 1000 * (0.5 + chance / 2));
}
