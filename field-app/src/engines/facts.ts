/**
 * What is known before a walk, from what the server told of the case and what this phone wrote since. Pure.
 *
 * The same facts as `src/sukoon/pathways/queries.py` (`facts_of`): a test holds both to each other.
 */
import type { Lasts, Question } from "./library";

/** One fact; it holds until the end of a day, or without one. */
export interface Known {
  name: string;
  value: unknown;
  on: string;
  until?: string;
}

const PARTS = ["total", "flags"]; // of a score; its band belongs to whoever asked
const DAY = 86_400_000;

export interface Somebody {
  age?: number;
  sex?: string;
}

/** Return the facts that hold on a day ("2026-11-25"). */
export function facts(person: Somebody, known: readonly Known[], today: string): Record<string, unknown> {
  return {
    ...(typeof person.age === "number" ? { age: person.age } : {}),
    ...(["female", "male", "other"].includes(person.sex ?? "") ? { sex: person.sex } : {}),
    ...Object.fromEntries(known.filter((one) => !one.until || today <= one.until).map((one) => [one.name, one.value])),
  };
}

/** What a walk, or a set of questions, adds: its answers as long as they last, what it came to, what was given. */
export interface Learned {
  answers?: Record<string, unknown>;
  concluded?: readonly string[];
  taking?: readonly string[]; // medicines and their classes
}

/** Return what is known after something was learned. The last answer stands; one that does not last is asked again. */
export function learned(
  known: readonly Known[], { answers = {}, concluded = [], taking = [] }: Learned, questions: ReadonlyMap<string, Question>, on: string,
): Known[] {
  const kept = known.filter((one) => !Object.hasOwn(answers, one.name.split(".")[0]!));
  const lasting = Object.entries(answers).flatMap(([name, value]) => {
    const question = questions.get(name);
    return question?.lasts ? ofAnswer(question, question.lasts, value, on) : [];
  });
  const both = (name: string, more: readonly string[]): Known[] => {
    const before = kept.find((one) => one.name === name)?.value;
    const all = [...new Set([...(Array.isArray(before) ? before.map(String) : []), ...more])].sort();
    return all.length ? [{ name, value: all, on }] : [];
  };
  const rest = kept.filter((one) => one.name !== "earlier" && one.name !== "taking");
  return [...rest, ...lasting, ...both("earlier", concluded), ...both("taking", taking)];
}

function ofAnswer(question: Question, lasts: Lasts, value: unknown, on: string): Known[] {
  const until = new Date(Date.parse(on) + lasts.days * DAY).toISOString().slice(0, 10);
  if (question.kind !== "instrument") {
    return !lasts.only.length || (typeof value === "string" && lasts.only.includes(value)) ? [{ name: question.id, value, on, until }] : [];
  }
  const told = (value ?? {}) as Record<string, unknown>;
  if (typeof told["total"] !== "number") return [];
  return PARTS.filter((part) => told[part] !== null && told[part] !== undefined)
    .map((part) => ({ name: `${question.id}.${part}`, value: told[part], on, until }));
}
