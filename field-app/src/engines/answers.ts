/** Reading an answer: what a question takes, and what is refused. Nothing is guessed. */
import { NONE, UNSURE, type Value } from "./conditions";
import type { Question } from "./library";

const PARTS = new Set(["total", "band", "flags"]);

/** An answer cannot be used; the sentence says why. */
export class Wrong extends Error {}

/** Return the names an answer gives values to. Throws Wrong. */
export function readAnswer(question: Question, value: unknown, asFact = ""): [string, Value][] {
  if (question.kind === "instrument") return result(question, value, asFact);
  if (question.kind === "number") return [[question.id, number(question, value)]];
  if (question.kind === "multi") return [[question.id, several(question, value)]];
  if (typeof value !== "string" || !question.answers.includes(value)) {
    throw new Wrong(`one of ${question.answers.join(", ")} is expected`);
  }
  return [[question.id, value]];
}

function number(question: Question, value: unknown): number | string {
  if (value === UNSURE && question.answers.includes(UNSURE)) return UNSURE;
  if (typeof value !== "number" || Number.isNaN(value)) throw new Wrong("a number is expected");
  if (!(question.low <= value && value <= question.high)) {
    throw new Wrong(`a number from ${question.low} to ${question.high} is expected`);
  }
  return value;
}

function several(question: Question, value: unknown): readonly string[] {
  if (!Array.isArray(value)) throw new Wrong("a list is expected");
  const told = value.filter((one): one is string => typeof one === "string");
  if (told.length !== value.length || new Set(told).size !== told.length) {
    throw new Wrong("each choice is a word and stands once");
  }
  if (!told.length || !told.every((one) => question.answers.includes(one))) {
    throw new Wrong(`some of ${question.answers.join(", ")} are expected, or “${NONE}”`);
  }
  if (told.includes(NONE) && told.length > 1) throw new Wrong(`“${NONE}” stands alone`);
  return question.answers.filter((one) => told.includes(one));
}

/** Read the result of an instrument: its total (none: no score, with its flags all the same). */
function result(question: Question, value: unknown, asFact: string): [string, Value][] {
  if (asFact) return [[asFact, part(asFact.slice(asFact.indexOf(".") + 1), value)]];
  if (!value || typeof value !== "object" || Array.isArray(value) || !Object.keys(value).every((k) => PARTS.has(k))) {
    throw new Wrong("a result with total, band and flags is expected");
  }
  const found = Object.entries(value).map(([name, one]): [string, Value] => [`${question.id}.${name}`, part(name, one)]);
  const total = found.find(([name]) => name === `${question.id}.total`)?.[1] ?? UNSURE;
  return [...found.filter(([name]) => name !== `${question.id}.total`), [`${question.id}.total`, total]];
}

function part(name: string, value: unknown): Value {
  if (value === null || value === undefined) return null;
  if (name === "total" && typeof value === "number") return value;
  if (name === "band" && typeof value === "string") return value;
  if (name === "flags" && Array.isArray(value)) return value.map(String);
  throw new Wrong("a result with total, band and flags is expected");
}
