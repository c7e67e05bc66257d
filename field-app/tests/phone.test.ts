/** The store, the locks, the order and the envelopes: what must hold whatever the screens do. */
import "fake-indexeddb/auto";
import "./there";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { fromBase64, toBase64, toBytes, uuid7 } from "../src/bytes";
import { backOff, inOrder } from "../src/order";
import { envelope, makeLock, open, seal, unlock } from "../src/sealing";
import {
  db, dropEnvelopes, envelopes, forget, MOST_WRONG, type Operation, profiles, saveProfile, Vault, type Waiting, wipe, wrongPin,
} from "../src/store";
import { begin, end, now, type Self, staleDays, things } from "../src/syncing";
import { t, TEXTS, daysUntil } from "../src/texts";

const FAST = 1000;
const operation = (subject: string, urgent = false): Operation => ({
  id: uuid7(), action: "cases.entry", payload: { case: subject, note: "private words" }, happened_at: "2026-11-25T09:00:00Z",
  subject, said: "opContact", who: "Quiet River", urgent,
});
const SEALED = { version: 1, point: "p", iv: "i", sealed: "s" };

async function vaultOf(device: string, pin = "294751"): Promise<Vault> {
  const [lock, keys] = await makeLock(pin, FAST);
  await saveProfile({ device, name: "Farzi", language: "ur", lock, wrong: 0, waitUntil: 0 });
  return new Vault(device, keys);
}

beforeEach(async () => {
  await forget();
  await new Promise((done) => {
    indexedDB.deleteDatabase("field").onsuccess = done;
  });
});

describe("the lock", () => {
  it("opens with its PIN and with no other, also after a restart", async () => {
    const [lock, keys] = await makeLock("294751", FAST);
    const sealed = await seal(keys.data, { text: "private words" });
    expect(await unlock(lock, "294752")).toBeNull();
    const again = await unlock(structuredClone(lock), "294751");
    expect(await open(again!.data, sealed)).toEqual({ text: "private words" });
    await expect(crypto.subtle.exportKey("raw", again!.data)).rejects.toThrow();
  });

  it("opens with the same digits however they are composed", async () => {
    const [lock] = await makeLock("پاس۱۲۳é", FAST);
    expect(await unlock(lock, "پاس۱۲۳é")).not.toBeNull();
  });

  it("waits longer after each wrong PIN, and says when it is over", async () => {
    await vaultOf("a");
    const left = [];
    for (let n = 0; n < MOST_WRONG; n += 1) left.push(await wrongPin("a", 0));
    expect(left).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    expect((await profiles())[0]!.waitUntil).toBe(3_600_000);
  });
});

describe("the store", () => {
  it("holds nothing readable: no text, no kind, no id", async () => {
    const vault = await vaultOf("a");
    await vault.apply([{ kind: "case", id: "case-id-1", note: "private words" }]);
    await vault.enqueue([[operation("case-id-1"), SEALED]], []);
    const to = await db();
    const raw = [...(await to.getAll("rows")), ...(await to.getAll("outbox"))];
    const bytes = (value: unknown): string =>
      value instanceof ArrayBuffer || value instanceof Uint8Array
        ? [...new Uint8Array(value as ArrayBuffer)].map((b) => String.fromCharCode(b)).join("")
        : typeof value === "object" && value ? Object.values(value).map(bytes).join("|") : String(value);
    const text = raw.map(bytes).join("\n");
    for (const word of ["private words", "case-id-1", "cases.entry", "Quiet"]) expect(text).not.toContain(word);
  });

  it("keeps two workers of one phone apart", async () => {
    const [one, two] = [await vaultOf("a"), await vaultOf("b", "860213")];
    await one.apply([{ kind: "case", id: "1" }]);
    await two.apply([{ kind: "case", id: "2" }]);
    expect((await one.all()).map((x) => x.id)).toEqual(["1"]);
    await wipe("a");
    expect((await two.all()).map((x) => x.id)).toEqual(["2"]);
    expect((await profiles()).map((p) => p.device)).toEqual(["b"]);
  });

  it("lets an operation go only in the step that stores its receipt", async () => {
    const vault = await vaultOf("a");
    await vault.enqueue([[operation("1"), SEALED], [operation("2"), SEALED]], []);
    const [first, second] = await vault.waiting();
    const circular: Record<string, unknown> = {};
    circular["me"] = circular; // cannot be written: the whole step must fail
    await expect(
      vault.receipts([{ seq: first!.seq, receipt: { kind: "receipt", id: "1", circular } }]),
    ).rejects.toThrow();
    expect(await vault.waiting()).toHaveLength(2);
    await vault.receipts([{ seq: first!.seq, receipt: { kind: "receipt", id: first!.operation.id } }]);
    expect((await vault.waiting()).map((w) => w.seq)).toEqual([second!.seq]);
    expect((await vault.all()).map((x) => x.kind)).toEqual(["receipt"]);
  });

  it("when emptied keeps what was not sent as envelopes, and nothing else", async () => {
    const vault = await vaultOf("a");
    await vault.apply([{ kind: "case", id: "1" }]);
    await vault.enqueue([[operation("1"), { ...SEALED, sealed: "kept" }]], []);
    expect(await wipe("a")).toBe(1);
    const to = await db();
    expect([await to.count("rows"), await to.count("outbox"), await to.count("profiles")]).toEqual([0, 0, 0]);
    const [keys, found] = await envelopes();
    expect(found).toEqual([{ ...SEALED, sealed: "kept" }]);
    await dropEnvelopes(keys);
    expect((await envelopes())[1]).toEqual([]);
  });
});

describe("an envelope", () => {
  it("opens with the server's private key only", async () => {
    const curve = { name: "ECDH", namedCurve: "P-256" };
    const server = await crypto.subtle.generateKey(curve, true, ["deriveBits"]);
    const key = toBase64(await crypto.subtle.exportKey("raw", server.publicKey));
    const sealed = await envelope({ version: 3, key }, { token: "t", operation: { id: "1" } });
    expect(sealed.version).toBe(3);
    const theirs = await crypto.subtle.importKey("raw", fromBase64(sealed.point), curve, false, []);
    const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, server.privateKey, 256);
    const from = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
    const opening = await crypto.subtle.deriveKey(
      { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: toBytes("sukoon/field/1") },
      from, { name: "AES-GCM", length: 256 }, false, ["decrypt"],
    );
    const body = fromBase64(sealed.sealed).buffer;
    expect(await open(opening, { iv: fromBase64(sealed.iv), body })).toEqual({ token: "t", operation: { id: "1" } });
  });
});

describe("the order of sending", () => {
  const at = (seq: number, subject: string, urgent = false): Waiting => ({ seq, operation: operation(subject, urgent) });
  const seqs = (waiting: Waiting[]): number[] => inOrder(waiting).map((one) => one.seq);

  it("is the order of writing", () => {
    expect(seqs([at(3, "a"), at(1, "b"), at(2, "a")])).toEqual([1, 2, 3]);
  });

  it("puts a life at risk first, behind what its case needs before it", () => {
    expect(seqs([at(1, "a"), at(2, "b"), at(3, "b", true), at(4, "a"), at(5, "b")])).toEqual([2, 3, 1, 4, 5]);
  });

  it("keeps the order within each case, whatever is urgent", () => {
    for (let round = 0; round < 300; round += 1) {
      const waiting = Array.from({ length: 12 }, (_, n) => at(n, "abc"[(n * 7 + round) % 3]!, (n * round) % 5 === 0));
      for (const subject of "abc") {
        const order = inOrder(waiting).filter((one) => one.operation.subject === subject).map((one) => one.seq);
        expect(order).toEqual([...order].sort((x, y) => x - y));
      }
      expect(seqs(waiting).sort((x, y) => x - y)).toEqual(waiting.map((one) => one.seq));
    }
  });

  it("waits longer after each failure, to five minutes at most", () => {
    expect([1, 2, 3, 20].map((n) => backOff(n, 1))).toEqual([5000, 10_000, 20_000, 300_000]);
    expect(backOff(1, 0)).toBe(2500);
  });
});

describe("ids and words", () => {
  it("are UUIDs of version 7 that sort by time", () => {
    const ids = [uuid7(1_000_000_000_000), uuid7(1_000_000_000_001), uuid7(1_800_000_000_000)];
    expect([...ids].sort()).toEqual(ids);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(Array.from({ length: 1000 }, () => uuid7())).size).toBe(1000);
  });

  it("stand in both languages with the same places to fill", () => {
    const places = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
    for (const [key, [en, ur]] of Object.entries(TEXTS)) {
      expect(en && ur, key).toBeTruthy();
      expect(places(ur), key).toEqual(places(en));
    }
    expect(t("step", { n: 2, of: 6 })).toBe("قدم 2 (6 میں سے)");
  });

  it("count days as people do", () => {
    const now = new Date(2026, 10, 25, 23, 0);
    expect(daysUntil(new Date(2026, 10, 26, 1, 0).toISOString(), now)).toBe(1);
    expect(daysUntil(new Date(2026, 10, 25, 1, 0).toISOString(), now)).toBe(0);
  });
});

describe("a phone that several share", () => {
  const self = (token: string): Self => ({
    kind: "self", id: "self", token, cursor: 0, language: "ur", heard_at: 0, packs: {},
    rules: { lock_after_minutes: 5, stale_after_days: 14, most_operations: 100 },
    sealing_key: { version: 1, key: "" }, worker: { id: "", name: "", language: "ur" },
  });
  const hers = { cursor: 1, more: false, gone: [], packs: [], rules: self("a").rules, sealing_key: { version: 1, key: "" },
    worker: { id: "", name: "", language: "ur" }, items: [{ kind: "case", id: "c1", alias: "first_quiet second_river" }] };

  it("lets go of an answer whose worker has locked it: nothing of hers reaches the next one's store", async () => {
    const [one, two] = [await vaultOf("a"), await vaultOf("b", "382910")];
    await one.apply([self("a")]);
    await two.apply([self("b")]);
    let answer: (told: Response) => void = () => undefined;
    vi.stubGlobal("fetch", (_path: string, init: RequestInit) =>
      (init.headers as Record<string, string>)["Authorization"] === "Device a"
        ? new Promise<Response>((done) => (answer = done))
        : Promise.resolve(Response.json({ ...hers, items: [] })));
    await begin(one, () => undefined);
    const round = now();
    end();
    await begin(two, () => undefined);
    await now();
    answer(Response.json(hers));
    await round;
    expect(things.value.has("case/c1")).toBe(false);
    expect((await two.all()).map((t) => t.kind)).toEqual(["self"]);
    expect((await one.all()).map((t) => t.kind)).toEqual(["self"]);
    end();
    vi.unstubAllGlobals();
  });
});

it("closes what is known of persons when the server was not heard for too long, and not a day before", () => {
  const self = { heard_at: 0, rules: { stale_after_days: 14 } } as Self;
  const day = 86_400_000;
  expect(staleDays(self, 15 * day - 1)).toBe(0);
  expect(staleDays(self, 15 * day)).toBe(15);
  expect(staleDays(undefined, 99 * day)).toBe(0);
});
