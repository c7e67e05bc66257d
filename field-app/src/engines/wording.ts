/**
 * What is asked word by word, where a deployer brought the wording: the same rule as `instruments/wording.py`. A loaded
 * wording decides about the band: validated, there is one where a scheme has one; a draft has none. Pure.
 */
import type { Instrument } from "./instruments";

export interface Words {
  stem: string;
  items: Record<string, string>;
  options: Record<string, Record<string, string>>; // by item; "" for all of them
  validated: boolean;
  source: string;
  licence: string;
}

/** Return the instrument as it may be scored in a language. */
export function inLanguage(instrument: Instrument, words: Words | undefined, language: string): Instrument {
  if (!words) return instrument;
  const others = instrument.languages.filter((one) => one !== language);
  return { ...instrument, languages: words.validated ? [...others, language] : others };
}

export function isDraft(instrument: Instrument, words: Words | undefined, language: string): boolean {
  return !inLanguage(instrument, words, language).languages.includes(language);
}

export function optionText(words: Words | undefined, item: string, value: string): string {
  return words?.options[item]?.[value] ?? words?.options[""]?.[value] ?? "";
}

/** In which languages it can be asked on this phone: none to choose from where only the reader's own is there. */
export function languagesFor(loaded: Record<string, Words> | undefined, own: string): string[] {
  const found = Object.keys(loaded ?? {}).sort();
  if (!found.length || (found.length === 1 && found[0] === own)) return [];
  return [own, ...found.filter((one) => one !== own)];
}
