/** The directory of the area: in which order somebody is offered services to go to. Pure. */
import { openAt } from "./hours";
import type { Thing } from "./store";

const MOST = 25;

/**
 * What is open now (or does not say its hours) first, the nearest of them on top; then what is closed and what has no
 * place left: one may go tomorrow. `onlyOpen` leaves out what is closed.
 */
export function servicesFor(services: readonly Thing[], words: string, onlyOpen: boolean, now: Date): Thing[] {
  const told = words.trim().toLowerCase();
  const closed = (s: Thing): boolean => openAt(String(s["hours"] ?? ""), now)?.open === false;
  const later = (s: Thing): number => Number(closed(s)) + Number(s["places"] === 0);
  return services
    .filter((s) => !told || JSON.stringify(s).toLowerCase().includes(told))
    .filter((s) => !onlyOpen || !closed(s))
    .sort((a, b) => later(a) - later(b) || Number(b["near"] ?? 0) - Number(a["near"] ?? 0))
    .slice(0, MOST);
}
