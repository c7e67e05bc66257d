/**
 * Finding the module for what somebody says, in whatever words and script. Pure.
 *
 * The same rules as `src/sukoon/pathways/rules/search.py`: words are levelled, roman Urdu by sound
 * as well; a phrase scores by how much of it was said, rare words more than common ones; a risk
 * word puts its guard first.
 */
import type { PathwaysData } from "./library";
import { nameKey } from "./text";

const LONG = 5; // words of so many letters may differ by one letter, or by their ending
const CLOSE = 0.75; // what a word that is only alike counts
const ROMAN: readonly [RegExp, string][] = [
  [/(.)\1+/g, "$1"], // doubled letters
  [/ph/g, "f"], [/[kq]h?/g, "k"], [/z|zh/g, "z"], [/w/g, "v"], [/ee|ii|y/g, "i"], [/oo|uu/g, "u"],
  [/(?<=.)h(?![aeiou])/g, ""],
  [/n$/g, ""], // nasal endings: mein, main, hoon
  [/(?<=.)[ae]+i?/g, "a"], [/[ou]+/g, "o"],
];

export interface Hit {
  pathway: string;
  score: number;
  phrase: string;
}

interface Phrase {
  module: string;
  phrase: string;
  kept: ReadonlySet<string>;
}

/** The words of a text in the form in which they are compared. */
export function words(text: string): string[] {
  return nameKey(text).split(" ").filter(Boolean).map(heard);
}

function heard(word: string): string {
  if ([...word].some((letter) => letter > "\x7f")) return word;
  return ROMAN.reduce((said, [pattern, by]) => said.replace(pattern, by), word);
}

/** The phrases of all modules, ready to be searched. */
export class Index {
  private readonly ignored: ReadonlySet<string>;
  private readonly phrases: readonly Phrase[];
  private readonly weight = new Map<string, number>();
  private readonly first: readonly [string, readonly string[]][];

  constructor(data: Pick<PathwaysData, "pathways" | "ignored" | "guards" | "risk_words">) {
    this.ignored = new Set(data.ignored.flatMap(words));
    this.phrases = Object.values(data.pathways).flatMap((one) =>
      Object.values(one.complaints).flat()
        .map((phrase) => ({ module: one.id, phrase, kept: this.kept(phrase) }))
        .filter(({ kept }) => kept.size),
    );
    this.first = Object.entries(data.risk_words)
      .filter(([risk]) => data.guards[risk]).map(([risk, known]) => [data.guards[risk]!, known]);
    const seen = new Map<string, Set<string>>();
    for (const { module, kept } of this.phrases) {
      for (const word of kept) seen.set(word, (seen.get(word) ?? new Set()).add(module));
    }
    const modules = Math.max(1, new Set(this.phrases.map((one) => one.module)).size);
    for (const [word, where] of seen) this.weight.set(word, 1 + Math.log(modules / where.size));
  }

  /** Return the modules that fit, the best first. */
  find(text: string, most = 5): Hit[] {
    const said = this.kept(text);
    if (!said.size) return [];
    const matched = this.matches(said);
    const best = new Map<string, Hit>();
    const every = new Map<string, number>();
    for (const { module, phrase, kept } of this.phrases) {
      const score = this.score(kept, matched);
      if (score <= 0) continue;
      every.set(module, (every.get(module) ?? 0) + 1);
      if (score > (best.get(module)?.score ?? 0)) best.set(module, { pathway: module, score, phrase });
    }
    const key = ` ${nameKey(text)} `;
    for (const [module, known] of this.first) {
      if (!known.some((word) => key.includes(` ${word} `))) continue;
      const old = best.get(module);
      best.set(module, { pathway: module, score: 100 + (old?.score ?? 0), phrase: old?.phrase ?? "" });
    }
    const count = (hit: Hit): number => every.get(hit.pathway) ?? 0;
    return [...best.values()]
      .sort((a, b) => b.score - a.score || count(b) - count(a) || (a.pathway < b.pathway ? -1 : 1))
      .slice(0, most);
  }

  private kept(text: string): ReadonlySet<string> {
    const found = words(text);
    const left = found.filter((word) => !this.ignored.has(word));
    return new Set(left.length ? left : found);
  }

  /** Return the words of the index that were said, and how surely. */
  private matches(said: ReadonlySet<string>): ReadonlyMap<string, number> {
    const found = new Map<string, number>();
    for (const word of said) {
      for (const known of this.weight.keys()) {
        const share = alike(word, known);
        if (share > (found.get(known) ?? 0)) found.set(known, share);
      }
    }
    return found;
  }

  private score(kept: ReadonlySet<string>, matched: ReadonlyMap<string, number>): number {
    let [got, whole] = [0, 0];
    for (const word of kept) {
      whole += this.weight.get(word)!;
      got += this.weight.get(word)! * (matched.get(word) ?? 0);
    }
    return got ? got * (0.5 + (0.5 * got) / whole) : 0;
  }
}

/** 1 for the same word, a part of it for one that differs by a letter or its ending. */
function alike(said: string, known: string): number {
  if (said === known) return 1;
  const [one, other] = [[...said], [...known]];
  const shorter = Math.min(one.length, other.length);
  const apart = Math.abs(one.length - other.length);
  if (shorter < LONG - 1) return 0;
  if (said.startsWith(known) || known.startsWith(said)) return apart <= LONG - 2 ? CLOSE : 0;
  return shorter >= LONG && apart <= 1 && oneApart(one, other) ? CLOSE : 0;
}

/** Say whether two words differ by one letter put in, left out or changed. */
function oneApart(one: readonly string[], other: readonly string[]): boolean {
  let start = 0;
  while (start < Math.min(one.length, other.length) && one[start] === other[start]) start += 1;
  const [rest, others] = [one.slice(start).join(""), other.slice(start).join("")];
  return rest.slice(1) === others || rest === others.slice(1) || rest.slice(1) === others.slice(1);
}
