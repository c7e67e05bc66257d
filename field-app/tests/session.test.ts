/** Unlocking: no try is free, and none counts while the phone makes one wait. */
import "fake-indexeddb/auto";
import "./there";
import { beforeEach, expect, it, vi } from "vitest";
import { gate, lockUp, tryPin } from "../src/session";
import { makeLock } from "../src/sealing";
import { forget, profiles, rightPin, saveProfile, Vault, wrongPin } from "../src/store";

vi.stubGlobal("history", { replaceState: () => undefined });
const PIN = "294751";

beforeEach(async () => {
  await forget();
  await new Promise((done) => {
    indexedDB.deleteDatabase("field").onsuccess = done;
  });
  const [lock, keys] = await makeLock(PIN, 1000);
  await saveProfile({ device: "a", name: "Farzi", language: "ur", lock, wrong: 0, waitUntil: 0 });
  await new Vault("a", keys).apply([{ kind: "own", id: "x" }]);
});

const only = async () => (await profiles())[0]!;

it("counts a wrong try, and the right one takes all back", async () => {
  expect(await tryPin(await only(), "111112")).toBe(9);
  expect((await only()).wrong).toBe(1);
  expect(await tryPin(await only(), PIN)).toBeNull();
  expect([(await only()).wrong, gate.value.at]).toEqual([0, "open"]);
  await lockUp();
  expect(gate.value.at).toBe("unlock");
});

it("lets nobody try while they are made to wait, not even with the right PIN and an old picture of the lock", async () => {
  const seen = await only();
  for (let n = 0; n < 3; n += 1) await wrongPin("a", Date.now());
  expect(await tryPin(seen, PIN)).toBe(7);
  expect([(await only()).wrong, gate.value.at]).toEqual([3, "unlock"]);
  await rightPin("a");
  expect(await tryPin(seen, PIN)).toBeNull();
  await lockUp();
});
