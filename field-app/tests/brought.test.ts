/** What a deployer brought: wording under the server's rule; and in which order services are offered. */
import { describe, expect, it } from "vitest";
import { servicesFor } from "../src/directory";
import type { Instrument } from "../src/engines/instruments";
import { score } from "../src/engines/instruments";
import { CARE_TEXTS } from "../src/texts_care";
import { WALK_TEXTS } from "../src/texts_walk";
import { inLanguage, isDraft, languagesFor, optionText, type Words } from "../src/engines/wording";

const words = (validated: boolean): Words => ({
  stem: "s", items: { q1: "asked" }, options: { "": { "1": "some" }, q1: { "0": "none" } }, validated, source: "s", licence: "l",
});
const instrument = {
  id: "two", title: "Two", recall: "", status: "draft", ship_wording: "", languages: ["en", "ur"], flags: [], skips: [], decisions: [],
  decision_source: "", any_positive: false,
  items: [{ code: "q1", worth: { "0": 0, "1": 1 }, optional: false, topic: { en: "t", ur: "t" } }],
  scales: [{ code: "total", items: ["q1"], combine: "sum", times: 1, missing: "refuse", least: 0, at_least: null, parts: [] }],
  schemes: [{ source: "s", bands: [{ low: 0, high: 1, code: "low" }], scale: "total", population: "", languages: [], sex: "", youngest: 0, oldest: 200 }],
} as unknown as Instrument;

it("no word of the app stands in the place of another", () => {
  expect(Object.keys(CARE_TEXTS).filter((key) => key in WALK_TEXTS)).toEqual([]);
});

describe("wording", () => {
  const band = (w: Words | undefined, language: string): string | null => score(inLanguage(instrument, w, language), ["1"], { language }).band;

  it("decides about the band: validated there is one, a draft has none, none loaded leaves it to the instrument", () => {
    expect(band(undefined, "ur")).toBe("low");
    expect(band(undefined, "ps")).toBeNull();
    expect(band(words(false), "ur")).toBeNull();
    expect(band(words(true), "ps")).toBe("low");
    expect(score(inLanguage(instrument, words(false), "ur"), ["1"], { language: "ur" }).total).toBe(1);
    expect([isDraft(instrument, words(false), "ur"), isDraft(instrument, words(true), "ps"), isDraft(instrument, undefined, "en")]).toEqual([true, false, false]);
  });

  it("says an option as its item does, else as all of them", () => {
    expect([optionText(words(true), "q1", "0"), optionText(words(true), "q1", "1"), optionText(words(true), "q2", "0"), optionText(undefined, "q1", "0")]).toEqual(["none", "some", "", ""]);
  });

  it("asks for the language only where there is something to choose", () => {
    expect(languagesFor(undefined, "ur")).toEqual([]);
    expect(languagesFor({ ur: words(true) }, "ur")).toEqual([]);
    expect(languagesFor({ ps: words(true) }, "ur")).toEqual(["ur", "ps"]);
    expect(languagesFor({ ps: words(true), ur: words(true) }, "en")).toEqual(["en", "ps", "ur"]);
  });
});

describe("services", () => {
  const at = new Date("2026-11-25T10:00:00"); // a Wednesday
  const one = (id: string, near: number, more: object = {}) => ({ kind: "service", id, near, ...more });
  const all = [
    one("far", -90, { hours: "24/7" }), one("shut", -1, { hours: "Mon-Tue 9-14" }), one("near", -5, { hours: "Mon-Fri 9-14" }),
    one("unsaid", -7), one("full", -2, { places: 0 }),
  ];
  const ids = (words = "", open = false) => servicesFor(all, words, open, at).map((s) => s.id);

  it("offers what is open and nearest first; what is closed or full comes behind", () => {
    expect(ids()).toEqual(["near", "unsaid", "far", "shut", "full"]);
  });

  it("leaves out what is closed when asked to, and keeps what does not say its hours", () => {
    expect(ids("", true)).toEqual(["near", "unsaid", "far", "full"]);
  });

  it("finds by words", () => {
    expect(ids("mon-tue")).toEqual(["shut"]);
  });
});
