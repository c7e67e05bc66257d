/** Whether a place is open, from hours as people write them: "Mon-Fri 9-14", "24/7". Pure. */

const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const DAY = "(sun|mon|tue|wed|thu|fri|sat)[a-z]*";
const TIME = "(\\d{1,2})(?::(\\d{2}))?\\s*(am|pm)?";
const SPAN = new RegExp(`${TIME}\\s*(?:-|–|to)\\s*${TIME}`, "g");
const RANGE = new RegExp(`${DAY}\\s*(?:-|–|to)\\s*${DAY}`, "g");

export type Openness = { open: boolean; until?: string } | null;

/** Say whether it is open at a moment, and until when; null where the hours cannot be read. */
export function openAt(hours: string, now: Date): Openness {
  const told = hours.toLowerCase();
  if (/24\s*\/\s*7|24 hours|always/.test(told)) return { open: true };
  const spans = [...told.matchAll(SPAN)].map((m) => [minutes(m[1]!, m[2], m[3]), minutes(m[4]!, m[5], m[6])] as const);
  if (!spans.length || spans.some(([from, to]) => from < 0 || to <= from)) return null;
  const days = daysIn(told);
  if (days && !days.has(now.getDay())) return { open: false };
  const at = now.getHours() * 60 + now.getMinutes();
  const here = spans.find(([from, to]) => from <= at && at < to);
  return here ? { open: true, until: clock(here[1]) } : { open: false };
}

/** The days that are named; null when none is: then it is every day. */
function daysIn(told: string): Set<number> | null {
  const found = new Set<number>();
  const rest = told.replace(RANGE, (_, from: string, to: string) => {
    for (let day = DAYS.indexOf(from); ; day = (day + 1) % 7) {
      found.add(day);
      if (day === DAYS.indexOf(to)) return "";
    }
  });
  for (const [, day] of rest.matchAll(new RegExp(DAY, "g"))) found.add(DAYS.indexOf(day!));
  return found.size ? found : null;
}

function minutes(hour: string, minute = "0", half = ""): number {
  const h = (Number(hour) % 12) + (half === "pm" ? 12 : 0);
  const at = (half ? h : Number(hour)) * 60 + Number(minute);
  return at <= 24 * 60 ? at : -1;
}

function clock(at: number): string {
  return `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`;
}
