/** Words as people type them, levelled: the same form as `sukoon.core.text.name_key`. Pure. */

// Letters that Urdu, Arabic and Persian keyboards write differently for the same word.
const LETTERS = new Map([
  ["ي", "ی"], ["ى", "ی"], ["ك", "ک"], ["ۀ", "ہ"], ["ة", "ہ"], ["ه", "ہ"], ["ھ", "ہ"], ["أ", "ا"], ["إ", "ا"],
  ["آ", "ا"], ["ٱ", "ا"], ["ؤ", "و"], ["ئ", "ی"], ["&", " and "],
]);
const FOLDED = new Map([["ß", "ss"], ["ς", "σ"]]);
const NO_WORD = /[^\p{L}\p{N}]+/gu;
const LEFT_OUT = /[\p{M}\u0640\u200c-\u200f]/gu; // marks, tatweel, joiners

function each(text: string, by: ReadonlyMap<string, string>): string {
  return [...text].map((letter) => by.get(letter) ?? letter).join("");
}

/** Return the form under which two spellings of one text meet. */
export function nameKey(text: string): string {
  const lowered = each(each(text, LETTERS).normalize("NFKD").toLowerCase(), FOLDED);
  return each(lowered, LETTERS).replace(LEFT_OUT, "").replace(NO_WORD, " ").trim();
}
