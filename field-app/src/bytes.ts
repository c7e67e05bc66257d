/** Bytes and text, both ways. */

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export type Bytes = Uint8Array<ArrayBuffer>;

export function toBytes(text: string): Bytes {
  return encoder.encode(text) as Bytes;
}

export function toText(bytes: ArrayBuffer | Uint8Array): string {
  return decoder.decode(bytes);
}

export function toBase64(bytes: ArrayBuffer | Uint8Array): string {
  let text = "";
  for (const one of new Uint8Array(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes))) {
    text += String.fromCharCode(one);
  }
  return btoa(text);
}

export function fromBase64(text: string): Bytes {
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0)) as Bytes;
}

export function random(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length)) as Bytes;
}

/** A UUID version 7: 48 bits of milliseconds, then randomness. Sorts by time, made offline. */
export function uuid7(now: number = Date.now()): string {
  const bytes = random(16);
  for (let n = 0; n < 6; n += 1) bytes[n] = Math.floor(now / 2 ** (8 * (5 - n))) % 256;
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
