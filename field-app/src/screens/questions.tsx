/** The questions of an instrument, one a screen, in the words a deployer brought or as topics; and what they come to. */
import { useState } from "preact/hooks";
import { type Instrument, score, skipped } from "../engines/instruments";
import { inLanguage, type Words } from "../engines/wording";
import { back, go } from "../moving";
import { t } from "../texts";
import { Button, Frame } from "../ui";
import { caseOf, type CaseThing, instruments, loadedWords, nameOf, recordAnswers } from "../work";
import { scored } from "../walks";
import { AskedIn, Item, spokenAtFirst } from "./item";
import { Gone } from "./people";

const LIFE = new Set(["self_harm", "suicide_risk"]);

export function Questions({ id, instrument: code }: { id: string; instrument: string }) {
  const one = caseOf(id);
  const instrument = instruments().find((i) => i.id === code);
  const [spoken, setSpoken] = useState(spokenAtFirst(code));
  const [answers, setAnswers] = useState<string[]>([]);
  const [at, setAt] = useState(0);
  const [touched, setTouched] = useState(false);
  if (!one || !instrument) return <Gone />;
  const words = loadedWords(code)?.[spoken];
  if (!spoken) return <Frame title={instrument.title}><AskedIn instrument={code} onChoose={setSpoken} /></Frame>;
  if (!instrument.items[at]) return <Outcome one={one} instrument={instrument} answers={answers} spoken={spoken} words={words} />;
  const next = (given: string[]): void => {
    let to = at + 1;
    while (to < instrument.items.length && skipped(instrument, given, to)) to += 1;
    setTouched(false);
    setAt(to);
  };
  const choose = (answer: string): void => {
    const given = instrument.items.map((_, n) => (n === at ? answer : (answers[n] ?? "")));
    setAnswers(given);
    setTouched(true);
    next(given);
  };
  return (
    <Frame title={instrument.title}>
      <p class="soft">{t("question", { title: instrument.title, n: at + 1, of: instrument.items.length })}</p>
      <progress value={at + 1} max={instrument.items.length} aria-label={t("step", { n: at + 1, of: instrument.items.length })} />
      <Item instrument={instrument} at={at} spoken={spoken} chosen={touched ? [answers[at] ?? ""] : []} onChoose={choose} />
    </Frame>
  );
}

interface OutcomeProps {
  one: CaseThing;
  instrument: Instrument;
  answers: string[];
  spoken: string;
  words: Words | undefined;
}

function Outcome({ one, instrument, answers, spoken, words }: OutcomeProps) {
  const asked = inLanguage(instrument, words, spoken);
  const found = score(asked, answers, { language: spoken, sex: one.person.sex ?? "", age: one.person.age ?? null });
  const life = found.flags.some((flag) => LIFE.has(flag));
  const save = async (): Promise<void> => {
    const operation = await recordAnswers(one, instrument, answers, life, { spoken, known: scored(one, instrument.id, found) });
    if (life) go({ name: "risk", operation }, true);
    else back();
  };
  return (
    <Frame title={instrument.title}>
      <p class="soft">{nameOf(one)}</p>
      {found.total === null ? (
        <p>{t("noScore", { why: found.refused ?? "" })}</p>
      ) : (
        <p class="large">{t("score", { total: found.total })}</p>
      )}
      {found.total !== null && !found.band ? <p class="soft">{t(words && !words.validated ? "draftWords" : "noBand")}</p> : null}
      {found.band ? <p><bdi dir="ltr">{found.band.replaceAll("_", " ")}</bdi> <small class="soft"><bdi dir="ltr">{found.bandSource}</bdi></small></p> : null}
      {life ? <p class="note risk">{t("stay")}</p> : null}
      <Button risk={life} onClick={() => void save()}>{t("save")}</Button>
    </Frame>
  );
}
