/** The phone walks as the server does: every signed example of every pack, and walks by chance. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ready } from "../src/engines/conditions";
import { refused } from "../src/engines/decisions";
import { Index } from "../src/engines/finding";
import { library, type PathwaysData } from "../src/engines/library";
import { type Inputs, NOTHING, type Outcome, run, stand } from "../src/engines/pathways";
import { left } from "../src/engines/progress";

interface Vector {
  id: string;
  pathway: string;
  inputs: Inputs;
  expect: Outcome;
}

const read = <T>(path: string): T => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")) as T;
const vectors = read<Vector[]>("../../tests/pathways/vectors.json");
const data = read<PathwaysData>("../made/pathways.json");
const known = library(data);
const ids = Object.keys(data.pathways);

describe("the pathways", () => {
  it("are all there, and every one has vectors", () => {
    expect(new Set(vectors.map((v) => v.pathway))).toEqual(new Set(ids));
    expect(vectors.length).toBeGreaterThan(250);
  });

  it.each(ids)("%s passes every vector", (id) => {
    for (const v of vectors.filter((one) => one.pathway === id)) {
      expect(run(known, id, v.inputs), v.id).toEqual(v.expect);
    }
  });

  it.each(ids)("%s can be gone back in, and paused anywhere", (id) => {
    for (const v of vectors.filter((one) => one.pathway === id && !Object.keys(one.inputs.routes).length)) {
      const asked = v.expect.path.filter((visit) => visit.kind === "question" && visit.how === "asked").map((visit) => visit.node);
      const part = asked.slice(0, -1);
      const less = { ...v.inputs, answers: Object.fromEntries(part.map((q) => [q, v.inputs.answers[q]])) };
      const kept = JSON.parse(JSON.stringify(less)) as Inputs; // as it is kept and read again
      if (asked.length) expect(run(known, id, kept).asking, v.id).toBe(asked.at(-1));
    }
  });
});

describe("a walk", () => {
  const wanted = { sui_hurt: "no", sui_now: "yes" };

  it("raises a risk with the answer that tells it, before it ends", () => {
    const found = run(known, "dep", { ...NOTHING, answers: { visit: "first", dep_core: "yes", dep_signs: ["death"] } });
    expect([found.status, found.risk]).toEqual(["asking", ["suicide"]]);
  });

  it("is led to the suicide questions by a word in any script, also in the reason of an override", () => {
    for (const text of ["خودکشی", "Khudkushi!", "he said he would END HIS LIFE.", "زهر وخوړل"]) {
      expect(run(known, "dep", { ...NOTHING, texts: [text] }).asking).toBe("sui_hurt");
    }
    const routes = { dep_core: { to: "dep_not", reason: "she says she wants to die when angry" } };
    expect(run(known, "dep", { ...NOTHING, answers: { visit: "first", dep_core: "no" }, routes }).asking).toBe("sui_hurt");
    expect(run(known, "dep", { ...NOTHING, texts: ["suicidology"] }).risk).toEqual([]);
  });

  it("lets nobody pass over a question about suicide", () => {
    const routes = { sui_now: { to: "sui_before", reason: "calm" } };
    expect(run(known, "sui", { ...NOTHING, answers: wanted, routes }).status).toBe("refused");
    expect(run(known, "sui", { ...NOTHING, answers: wanted }).emergency).toBe(true);
  });

  it("takes no names of the language itself for answers", () => {
    const strange = JSON.parse('{"__proto__": {"visit": "first"}, "constructor": "yes"}') as Record<string, unknown>;
    expect(run(known, "dep", { ...NOTHING, answers: strange, facts: strange }).asking).toBe("visit");
  });

  it("says how much is left, which only shrinks", () => {
    for (const v of vectors.filter((one) => one.expect.status === "ended")) {
      const answers = Object.entries(v.inputs.answers);
      let before = Number.POSITIVE_INFINITY;
      for (let n = 0; n <= answers.length; n += 1) {
        const standing = stand(known, v.pathway, { ...v.inputs, answers: Object.fromEntries(answers.slice(0, n)) });
        if (standing.outcome.status !== "asking") continue;
        const now = left(known, standing);
        expect(now, v.id).toBeGreaterThan(0);
        if (standing.outcome.risk.length === 0) expect(now, v.id).toBeLessThanOrEqual(before);
        before = now;
      }
    }
  });
});

describe("a careless pack", () => {
  const pack = (stops: boolean): PathwaysData => ({
    ...data,
    pathways: {
      sui: data.pathways["sui"]!,
      careless: {
        ...data.pathways["sui"]!, id: "careless", entry: "sui_hurt",
        nodes: {
          sui_hurt: { kind: "question", ask: "sui_hurt", go: [{ to: "end" }] },
          end: { kind: "plan", title: "", conclude: ["grief"], follow_up: { days: 7, for_days: 0 }, stops, go: [] },
        },
      },
    },
  });

  it.each([true, false])("is led to the suicide questions before it ends (a plan that stops: %s)", (stops) => {
    const found = run(library(pack(stops)), "careless", { ...NOTHING, answers: { sui_hurt: "yes" } });
    expect(found.risk).toEqual(["suicide"]);
    expect(found.path.map((visit) => visit.how)).toContain("guard");
    expect(found.path.at(-1)!.pathway).toBe("sui");
    const calm = run(library(pack(stops)), "careless", { ...NOTHING, answers: { sui_hurt: "no" } });
    expect([calm.status, calm.path.length]).toEqual(["ended", 2]);
  });
});

describe("what was done with the advice", () => {
  const heart = vectors.find((v) => v.expect.medicines.some((m) => m.status === "blocked"))!;
  const standing = stand(known, heart.pathway, heart.inputs);

  it("may not be a medicine that is blocked, whatever the reason", () => {
    const medicine = heart.expect.medicines.find((m) => m.status === "blocked")!.medicine;
    expect(refused(known, standing, [{ taken: true, medicine, reason: "he asks" }])).toEqual([{ fault: "blocked", about: medicine }]);
  });

  it("needs a reason where advice is left out", () => {
    const step = heart.expect.advice[0]!.step;
    expect(refused(known, standing, [{ taken: false, step, reason: " " }])[0]!.fault).toBe("needs_reason");
    expect(refused(known, standing, [{ taken: false, step, reason: "broken leg" }])).toEqual([]);
    expect(refused(known, stand(known, "dep", NOTHING), [])[0]!.fault).toBe("not_ended");
  });
});

describe("conditions", () => {
  it("follow Kleene", () => {
    const none = new Map();
    const unknown = { op: "is" as const, name: "x", value: ["a"] };
    expect(ready(unknown)(none)).toBeNull();
    expect(ready({ op: "not", of: unknown })(none)).toBeNull();
    expect(ready({ op: "any", of: [unknown, { op: "known", name: "x", value: false }] })(none)).toBe(true);
    expect(ready({ op: "all", of: [unknown, { op: "known", name: "x", value: true }] })(none)).toBe(false);
  });
});

describe("finding", () => {
  const index = new Index(data);
  it("puts suicide first for a risk word, and finds nothing for nothing", () => {
    expect(index.find("marna chahta hai neend nahi aati")[0]!.pathway).toBe("sui");
    for (const text of ["", "   ", "؟", "zzzzqqq"]) expect(index.find(text)).toEqual([]);
  });
  it("finds the right module among the first three for 95 of 100 complaints", () => {
    const rows = readFileSync(new URL("../../tests/pathways/complaints.csv", import.meta.url), "utf8").trim().split("\n").slice(1);
    const right = rows.filter((row) => {
      const [, text, module] = /^[^,]*,(.*),(\w+)\r?$/.exec(row)!;
      return index.find(text!.replaceAll('"', ""), 3).some((hit) => hit.pathway === module);
    });
    expect(rows).toHaveLength(120);
    expect(right.length / rows.length).toBeGreaterThanOrEqual(0.95);
  });
});
