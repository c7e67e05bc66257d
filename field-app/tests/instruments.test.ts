/** The phone scores as the server does: every vector, of every instrument. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Instrument, roundHalfUp, score, skipped, tidy } from "../src/engines/instruments";

interface Vector {
  instrument: string;
  what: string;
  answers: string[];
  language?: string;
  population?: string;
  sex?: string;
  total: number | null;
  subscales: Record<string, number | null>;
  band: string | null;
  flags: string[];
  refused: boolean;
}

const read = <T>(path: string): T => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")) as T;
const vectors = read<Vector[]>("../../tests/instruments/vectors.json");
const pack = read<{ instruments: Instrument[] }>("../made/instruments.json");
const byId = new Map(pack.instruments.map((i) => [i.id, i]));

describe("the instruments", () => {
  it("are all there, and every one has vectors", () => {
    expect(new Set(vectors.map((v) => v.instrument))).toEqual(new Set(byId.keys()));
    expect(vectors.length).toBeGreaterThan(900);
  });

  it.each([...byId.keys()])("%s passes every vector", (id) => {
    const instrument = byId.get(id)!;
    for (const v of vectors.filter((one) => one.instrument === id)) {
      const { language, population, sex } = v;
      const about = {
        ...(language === undefined ? {} : { language }),
        ...(population === undefined ? {} : { population }),
        ...(sex === undefined ? {} : { sex }),
      };
      const found = score(instrument, v.answers, about);
      expect(
        {
          total: found.total, subscales: found.subscales, band: found.band, flags: found.flags,
          refused: found.refused !== null,
        },
        v.what,
      ).toEqual({
        total: v.total, subscales: v.subscales, band: v.band, flags: v.flags, refused: v.refused,
      });
    }
  });
});

describe("reading answers", () => {
  const phq9 = byId.get("phq9")!;
  it("takes Urdu digits, and tells a risk although another answer is wrong", () => {
    expect(score(phq9, ["۱", "1", "1", "1", "1", "1", "1", "1", "٢", ""]).total).toBe(10);
    const found = score(phq9, ["9", "1", "1", "1", "1", "1", "1", "1", "1", ""]);
    expect([found.total, found.flags]).toEqual([null, ["self_harm"]]);
    expect(found.refused).toContain("q1");
  });
  it("names what was not answered, and refuses another number of answers", () => {
    expect(score(phq9, ["", ...Array<string>(9).fill("1")]).refused).toBe("not answered: q1");
    expect(score(phq9, ["1"]).refused).toContain("10 are asked");
  });
  it("asks nothing more after a gate that says no", () => {
    const pcptsd5 = byId.get("pcptsd5")!;
    expect(skipped(pcptsd5, ["0", "", "", "", "", ""], 3)).toBe(true);
    expect(skipped(pcptsd5, ["1", "", "", "", "", ""], 3)).toBe(false);
  });
});

describe("rounding", () => {
  it("goes up from a half where people count, and to the even decimal where Python does", () => {
    expect([2.5, 2.4999, 3.5].map(roundHalfUp)).toEqual([3, 2, 4]);
    expect([1 / 3, 0.03125, 0.09375, 2 / 3, 5].map(tidy)).toEqual([0.3333, 0.0312, 0.0938, 0.6667, 5]);
  });
});
