/**
 * What is kept on the phone is sealed. A PIN makes a key (PBKDF2), that key opens the store's own
 * key, and neither is ever stored: only the store's key sealed under the PIN's.
 *
 * Each operation is also sealed to the server's public key when it is written: when a phone must
 * empty itself and nobody can unlock it, those envelopes are what is left.
 */
import { type Bytes, fromBase64, random, toBase64, toBytes, toText } from "./bytes";

export const ITERATIONS = 600_000;
const INFO = toBytes("sukoon/field/1");

export interface Sealed {
  iv: Bytes;
  body: ArrayBuffer;
}

export interface Lock {
  salt: Bytes;
  iterations: number;
  key: Sealed; // the store's key, sealed under the PIN's
}

export interface Keys {
  data: CryptoKey;
  names: CryptoKey;
}

export interface Envelope {
  version: number;
  point: string;
  iv: string;
  sealed: string;
}

export interface SealingKey {
  version: number;
  key: string;
}

export async function seal(key: CryptoKey, value: unknown): Promise<Sealed> {
  const iv = random(12);
  const body = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, toBytes(JSON.stringify(value)));
  return { iv, body };
}

/** Open a sealed value; rejects when the key is not the one it was sealed with. */
export async function open<T>(key: CryptoKey, sealed: Sealed): Promise<T> {
  const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, key, sealed.body);
  return JSON.parse(toText(text)) as T;
}

/** Make the store's key, and lock it with a PIN. */
export async function makeLock(pin: string, iterations = ITERATIONS): Promise<[Lock, Keys]> {
  const raw = random(32);
  const salt = random(16);
  const under = await pinKey(pin, salt, iterations);
  const lock = { salt, iterations, key: await seal(under, toBase64(raw)) };
  return [lock, await keysOf(raw)];
}

/** Open the lock with a PIN; null when it is the wrong one. */
export async function unlock(lock: Lock, pin: string): Promise<Keys | null> {
  const under = await pinKey(pin, lock.salt, lock.iterations);
  try {
    return await keysOf(fromBase64(await open<string>(under, lock.key)));
  } catch {
    return null;
  }
}

async function pinKey(pin: string, salt: Bytes, iterations: number): Promise<CryptoKey> {
  const from = await crypto.subtle.importKey("raw", toBytes(pin.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations },
    from,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

async function keysOf(raw: Bytes): Promise<Keys> {
  const from = await crypto.subtle.importKey("raw", raw, "HKDF", false, ["deriveKey"]);
  const derive = (info: string, algorithm: AesKeyGenParams | HmacKeyGenParams, uses: KeyUsage[]) =>
    crypto.subtle.deriveKey(
      { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: toBytes(info) },
      from, algorithm, false, uses,
    );
  const keys = {
    data: await derive("data", { name: "AES-GCM", length: 256 }, ["encrypt", "decrypt"]),
    names: await derive("names", { name: "HMAC", hash: "SHA-256", length: 256 }, ["sign"]),
  };
  raw.fill(0);
  return keys;
}

/** What a row is called in the store: says nothing of what it is about. */
export async function tagOf(keys: Keys, name: string): Promise<string> {
  const mac = await crypto.subtle.sign("HMAC", keys.names, toBytes(name));
  return toBase64(mac.slice(0, 16));
}

/** Seal a value so that only the server opens it. */
export async function envelope(server: SealingKey, value: unknown): Promise<Envelope> {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const theirs = await crypto.subtle.importKey("raw", fromBase64(server.key), curve, false, []);
  const mine = await crypto.subtle.generateKey(curve, true, ["deriveBits"]);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, mine.privateKey, 256);
  const from = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const key = await crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: INFO },
    from, { name: "AES-GCM", length: 256 }, false, ["encrypt"],
  );
  const sealed = await seal(key, value);
  return {
    version: server.version,
    point: toBase64(await crypto.subtle.exportKey("raw", mine.publicKey)),
    iv: toBase64(sealed.iv),
    sealed: toBase64(sealed.body),
  };
}
