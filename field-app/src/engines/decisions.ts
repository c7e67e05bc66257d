/** What the worker did with the advice: taken, or not and why. What is blocked cannot be taken. Pure. */
import type { Library } from "./library";
import { type Standing, suggest } from "./pathways";

/** About one step or one medicine: exactly one of both is told. */
export interface Decision {
  taken: boolean;
  step?: string;
  medicine?: string;
  reason?: string;
  effects?: string[]; // side effects that the person has
}

export interface Refused {
  fault: "not_ended" | "unknown" | "needs_reason" | "blocked";
  about: string;
}

/** Return what is wrong with the decisions; none: they can be kept. */
export function refused(library: Library, { outcome, names }: Standing, decisions: readonly Decision[]): Refused[] {
  if (outcome.status !== "ended") return [{ fault: "not_ended", about: outcome.asking }];
  return decisions.flatMap((one): Refused[] => {
    const unsaid = !one.reason?.trim();
    if (one.medicine) {
      const about = one.medicine;
      if (!library.medicines.has(about)) return [{ fault: "unknown", about }];
      if (!one.taken) return [];
      const { status } = suggest(library, outcome.pathway, about, names);
      if (status === "blocked") return [{ fault: "blocked", about }];
      const own = !outcome.medicines.some((suggested) => suggested.medicine === about);
      return unsaid && (status === "needs_reason" || own) ? [{ fault: "needs_reason", about }] : [];
    }
    const about = one.step ?? "";
    if (!outcome.advice.some((advised) => advised.step === about)) return [{ fault: "unknown", about }];
    return !one.taken && unsaid ? [{ fault: "needs_reason", about }] : [];
  });
}
