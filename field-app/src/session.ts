/** Who is at work on this phone: connecting, unlocking, locking, and emptying. */
import { signal } from "@preact/signals";
import { enrol, type Enrolled, Refused, wiped } from "./protocol";
import { ITERATIONS, makeLock, unlock } from "./sealing";
import { MOST_WRONG, type Profile, profiles, rightPin, saveProfile, Vault, wipe, wrongPin } from "./store";
import { begin, end, me, rescueOthers, type Self } from "./syncing";
import { start } from "./moving";
import { language, type Language, t } from "./texts";
import { pauseAll } from "./walks";

export type Gate =
  | { at: "loading" }
  | { at: "connect"; error?: string }
  | { at: "pin"; enrolled: Enrolled }
  | { at: "unlock"; profiles: Profile[] }
  | { at: "emptied"; why: string }
  | { at: "open" };

export const gate = signal<Gate>({ at: "loading" });
const HIDDEN_LOCK = 60_000;
let idle: ReturnType<typeof setTimeout> | undefined;
let hiddenAt = 0;
let device = "";

/** Look who is known on this phone. A code in the address (behind the #) connects at once. */
export async function look(): Promise<void> {
  const code = /#connect=([\w-]+)/.exec(location.hash)?.[1];
  history.replaceState(null, "", location.pathname);
  if (code) {
    try {
      return await connect(code);
    } catch (error) {
      gate.value = { at: "connect", error: error instanceof Refused ? error.message : t("noAnswer") };
      return;
    }
  }
  const known = await profiles();
  gate.value = known.length ? { at: "unlock", profiles: known } : { at: "connect" };
  if (!known.length) void rescueOthers(language.value).catch(() => undefined);
}

export async function connect(code: string): Promise<void> {
  const enrolled = await enrol(code, phoneName(), language.value);
  if (enrolled.worker.language === "en" || enrolled.worker.language === "ur") {
    language.value = enrolled.worker.language;
  }
  gate.value = { at: "pin", enrolled };
}

function phoneName(): string {
  const told = /\(([^)]*)\)/.exec(navigator.userAgent)?.[1] ?? "";
  return told.split(";").at(-1)!.trim().slice(0, 60) || "phone";
}

/** A PIN that anybody would try first: all the same, a run up or down. */
export function easyPin(pin: string): boolean {
  const steps = [...pin].slice(1).map((c, n) => c.charCodeAt(0) - pin.charCodeAt(n));
  return new Set(steps).size === 1 && Math.abs(steps[0] ?? 9) <= 1;
}

export async function choosePin(enrolled: Enrolled, pin: string): Promise<void> {
  const [lock, keys] = await makeLock(pin, ITERATIONS);
  const vault = new Vault(enrolled.device, keys);
  const self: Self = {
    kind: "self", id: "self", token: enrolled.token, cursor: 0, language: language.value,
    rules: enrolled.rules, sealing_key: enrolled.sealing_key, worker: enrolled.worker, packs: {},
    heard_at: Date.now(),
  };
  await vault.apply([self]);
  await saveProfile({
    device: enrolled.device, name: enrolled.worker.name, language: language.value, lock, wrong: 0, waitUntil: 0,
  });
  await navigator.storage?.persist?.().catch(() => false);
  await enter(enrolled.device, vault);
}

/**
 * Try a PIN. Null: it was right. Else how many tries are left; 0 means that the phone was emptied. Each try is counted
 * before it is made: ending the app meanwhile wins nobody another one.
 */
export async function tryPin(profile: Profile, pin: string): Promise<number | null> {
  const before = (await profiles()).find((one) => one.device === profile.device);
  if (before && before.waitUntil > Date.now()) return MOST_WRONG - before.wrong;
  const left = await wrongPin(profile.device, Date.now());
  const keys = await unlock(profile.lock, pin);
  if (keys) {
    await rightPin(profile.device);
    language.value = profile.language as Language;
    await enter(profile.device, new Vault(profile.device, keys));
    return null;
  }
  if (left <= 0) {
    await wipe(profile.device);
    void rescueOthers(language.value).catch(() => undefined); // at the next signal, else at the next start
    gate.value = { at: "emptied", why: "" };
  }
  return left;
}

async function enter(whose: string, vault: Vault): Promise<void> {
  device = whose;
  await begin(vault, (why) => {
    gate.value = { at: "emptied", why };
  });
  start();
  gate.value = { at: "open" };
  stirred();
  void pauseAll().catch(() => undefined); // what was under way when this phone was locked

}

export async function lockUp(): Promise<void> {
  if (gate.value.at !== "open") return;
  end();
  device = "";
  start();
  gate.value = { at: "unlock", profiles: await profiles() };
}

/** Sign this phone off, when everything is sent: the server ends it, then it empties itself. */
export async function signOff(): Promise<void> {
  const self = me.value;
  if (!self) return;
  await wiped(self.token, self.language);
  const whose = device;
  end();
  await wipe(whose);
  gate.value = { at: "emptied", why: "" };
}

function stirred(): void {
  clearTimeout(idle);
  if (gate.value.at !== "open") return;
  const minutes = me.value?.rules.lock_after_minutes ?? 5;
  idle = setTimeout(() => void lockUp(), minutes * 60_000);
}

for (const what of ["pointerdown", "keydown", "input"]) addEventListener(what, stirred, { passive: true });
addEventListener("visibilitychange", () => {
  if (document.hidden) hiddenAt = Date.now();
  else if (hiddenAt && Date.now() - hiddenAt > HIDDEN_LOCK) void lockUp();
});
// A code's address opened where the app is open already changes only what stands behind the #.
addEventListener("hashchange", () => {
  if (location.hash.startsWith("#connect=")) void lockUp().then(look);
});
