/**
 * The scoring engine: from answers to a total, a band, flags, or a reason why there is none. Pure.
 *
 * The same rules as `src/sukoon/instruments/rules.py`, held to the same vectors
 * (`tests/instruments/vectors.json`). A blank is *not answered*: it never counts as nothing unless
 * the instrument itself says so. Flags look at every answer there is, also where there is no total.
 */

export interface Item {
  code: string;
  worth: Record<string, number>; // option to score, reversal and weights applied
  optional: boolean;
  topic: { en: string; ur: string };
}

export interface Scale {
  code: string;
  items: string[];
  combine: "sum" | "mean";
  times: number;
  missing: "refuse" | "prorate" | "zero";
  least: number;
  at_least: number | null;
  parts: string[];
}

export interface Scheme {
  source: string;
  bands: { low: number; high: number; code: string }[];
  scale: string;
  population: string;
  languages: string[];
  sex: string;
  youngest: number;
  oldest: number;
}

export interface Instrument {
  id: string;
  title: string;
  recall: string;
  status: string;
  ship_wording: string;
  items: Item[];
  scales: Scale[];
  schemes: Scheme[];
  flags: { code: string; item: string; least: number }[];
  skips: { item: string; when: string[]; is_in: number[]; value: number; force: boolean }[];
  decisions: { band: string; total: number; any_of: Record<string, number>; none_of: string[] }[];
  decision_source: string;
  any_positive: boolean;
  languages: string[];
}

export interface About {
  language?: string;
  population?: string;
  sex?: string;
  age?: number | null;
}

export interface Score {
  total: number | null;
  subscales: Record<string, number | null>;
  band: string | null;
  bandSource: string | null;
  flags: string[];
  refused: string | null;
  bands: Record<string, string>;
}

type Worth = (number | null)[];
const OLDEST = 200;
const DIGITS = "۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩";

/** Score one administration: an answer per item, in the order of the items; "" is blank. */
export function score(instrument: Instrument, answers: readonly string[], about: About = {}): Score {
  const { items } = instrument;
  if (answers.length !== items.length) {
    return nothing([], `${answers.length} answers where ${items.length} are asked`);
  }
  const wrong: string[] = [];
  const worth = answers.map((raw, place) => read(items[place]!, raw, wrong));
  const flags = raised(instrument, worth);
  if (wrong.length) return nothing(flags, wrong.join("; "));
  fillSkipped(instrument, worth);
  if (instrument.decisions.length) return decided(instrument, worth, flags, about);
  return added(instrument, worth, flags, about);
}

function nothing(flags: string[], refused: string): Score {
  return { total: null, subscales: {}, band: null, bandSource: null, flags, refused, bands: {} };
}

function read(item: Item, raw: string, wrong: string[]): number | null {
  const told = [...raw.trim()]
    .map((c) => (DIGITS.includes(c) ? String(DIGITS.indexOf(c) % 10) : c))
    .join("")
    .replace(/\.0$/, "");
  if (!told) return null;
  const found = Object.hasOwn(item.worth, told) ? item.worth[told]! : null;
  if (found === null) wrong.push(`${item.code}: “${told.slice(0, 20)}”`);
  return found;
}

function raised(instrument: Instrument, worth: Worth): string[] {
  const at = places(instrument);
  const found = instrument.flags.filter((f) => (worth[at(f.item)] ?? 0) >= f.least);
  return [...new Set(found.map((f) => f.code))];
}

function places(instrument: Instrument): (code: string) => number {
  const index = new Map(instrument.items.map((item, place) => [item.code, place]));
  return (code) => index.get(code)!;
}

function fillSkipped(instrument: Instrument, worth: Worth): void {
  const at = places(instrument);
  for (const skip of instrument.skips) {
    const said = skip.when.every((code) => {
      const value = worth[at(code)];
      return value !== null && value !== undefined && skip.is_in.includes(value);
    });
    const place = at(skip.item);
    if (said && (skip.force || worth[place] === null)) worth[place] = skip.value;
  }
}

/** Say whether this item need not be asked: earlier answers already say what it counts as. */
export function skipped(instrument: Instrument, answers: readonly string[], place: number): boolean {
  const at = places(instrument);
  const code = instrument.items[place]!.code;
  return instrument.skips.some(
    (skip) =>
      skip.item === code &&
      skip.when.every((earlier) => {
        const raw = answers[at(earlier)] ?? "";
        const value = instrument.items[at(earlier)]!.worth[raw];
        return value !== undefined && skip.is_in.includes(value);
      }),
  );
}

function decided(instrument: Instrument, worth: Worth, flags: string[], about: About): Score {
  const at = places(instrument);
  const scoreOf = (code: string): number | null => worth[at(code)] ?? null;
  const blank: string[] = [];
  for (const rule of instrument.decisions) {
    const any = Object.entries(rule.any_of);
    const met = any.some(([code, least]) => (scoreOf(code) ?? 0) >= least);
    if (met || !any.length) {
      blank.push(...rule.none_of.filter((c) => scoreOf(c) === null && !blank.includes(c)));
      if (blank.length) break;
      const named = mayBand(instrument, about) ? rule.band : null;
      return {
        total: rule.total, subscales: {}, band: named,
        bandSource: named === null ? null : instrument.decision_source,
        flags, refused: null, bands: {},
      };
    }
    blank.push(...any.map(([code]) => code).filter((c) => scoreOf(c) === null));
  }
  const order = [...new Set(blank)].sort((a, b) => at(a) - at(b));
  return nothing(flags, `not answered: ${order.join(", ")}`);
}

function added(instrument: Instrument, worth: Worth, flags: string[], about: About): Score {
  const [found, reasons] = values(instrument, worth);
  const total = found.get("total") ?? null;
  found.delete("total");
  const refused = reasons.has("total")
    ? reasons.get("total")!
    : ([...reasons.values()].find((r) => r) ?? null);
  const bands: Record<string, string> = {};
  let band: string | null = null;
  let bandSource: string | null = null;
  for (const [code, value] of [["total", total] as const, ...found]) {
    const [name, source] = value === null ? [null, null] : bandOf(instrument, code, value, about);
    bandSource = bandSource ?? source;
    if (code === "total") band = name;
    else if (name) bands[code] = name;
  }
  if (instrument.any_positive && Object.values(bands).includes("positive")) band = "positive";
  return { total, subscales: Object.fromEntries(found), band, bandSource, flags, refused, bands };
}

function values(
  instrument: Instrument,
  worth: Worth,
): [Map<string, number | null>, Map<string, string | null>] {
  const at = places(instrument);
  const found = new Map<string, number | null>();
  const reasons = new Map<string, string | null>();
  const order = [...instrument.scales].sort(
    (a, b) => Number(a.parts.length > 0) - Number(b.parts.length > 0),
  );
  for (const scale of order) {
    if (scale.parts.length) {
      const missing = scale.parts.filter((p) => found.get(p) === null);
      reasons.set(scale.code, missing.map((p) => reasons.get(p) ?? "").join("; ") || null);
      const sum = scale.parts.reduce((all, p) => all + (found.get(p) ?? 0), 0);
      found.set(scale.code, missing.length ? null : tidy(sum));
    } else {
      const told = scale.items.map((code) => worth[at(code)] ?? null);
      const [value, why] = combined(scale, told);
      found.set(scale.code, value);
      reasons.set(scale.code, why);
    }
  }
  return [found, reasons];
}

function combined(scale: Scale, told: Worth): [number | null, string | null] {
  const answered = told.filter((v): v is number => v !== null);
  const blank = told.length - answered.length;
  if (blank) {
    const names = scale.items.filter((_, n) => told[n] === null).join(", ");
    if (scale.missing === "refuse") return [null, `not answered: ${names}`];
    if (answered.length < Math.max(1, scale.least)) {
      return [null, `too few answers (${answered.length} of ${told.length}): ${names}`];
    }
  }
  if (scale.at_least !== null) {
    const { at_least: least } = scale;
    return [answered.filter((v) => v >= least).length, null];
  }
  const sum = answered.reduce((all, v) => all + v, 0);
  if (scale.combine === "mean") {
    const count = scale.missing === "zero" ? told.length : answered.length;
    return [tidy((sum * scale.times) / count), null];
  }
  if (blank && scale.missing === "prorate") {
    return [tidy(roundHalfUp((sum * told.length) / answered.length) * scale.times), null];
  }
  return [tidy(sum * scale.times), null];
}

function mayBand(instrument: Instrument, about: About): boolean {
  const language = about.language ?? "en";
  return !language || instrument.languages.includes(language);
}

/** The band and its source; none for a wording nobody validated: that is a draft. */
function bandOf(
  instrument: Instrument,
  scale: string,
  value: number,
  about: About,
): [string | null, string | null] {
  if (!mayBand(instrument, about)) return [null, null];
  const narrow = (s: Scheme): number =>
    [s.population, s.languages.length, s.sex, s.youngest > 0].filter(Boolean).length;
  const schemes = [...instrument.schemes].sort((a, b) => narrow(b) - narrow(a));
  for (const scheme of schemes) {
    if (scheme.scale !== scale || !fits(scheme, about)) continue;
    const band = scheme.bands.find((b) => b.low <= value && value <= b.high);
    if (band) return [band.code, scheme.source];
  }
  return [null, null];
}

function fits(scheme: Scheme, about: About): boolean {
  const language = (about.language ?? "en") || "en";
  const age = about.age ?? null;
  if (scheme.languages.length && !scheme.languages.includes(language)) return false;
  if (scheme.population && scheme.population !== (about.population ?? "")) return false;
  if (scheme.sex && scheme.sex !== (about.sex ?? "")) return false;
  if ((scheme.youngest > 0 || scheme.oldest < OLDEST) && age === null) return false;
  return age === null || (scheme.youngest <= age && age <= scheme.oldest);
}

/** Round as people do by hand: a half goes up. Scores are never negative. */
export function roundHalfUp(value: number): number {
  return Math.trunc(value + 0.5);
}

/** Four decimals, and an exact half to the even neighbour, as Python rounds. */
export function tidy(value: number): number {
  const thirtySeconds = value * 32; // the only halves of a fourth decimal that a double can hold
  if (Number.isInteger(thirtySeconds) && Math.abs(thirtySeconds) % 2 === 1) {
    const below = Math.floor(value * 10_000);
    return (below % 2 === 0 ? below : below + 1) / 10_000;
  }
  return Number(value.toFixed(4));
}
