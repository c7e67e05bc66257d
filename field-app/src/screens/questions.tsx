/** The questions of an instrument, one a screen, in the words a deployer brought or as topics; and what they come to. */
import { useState } from "preact/hooks";
import { type Instrument, score, skipped } from "../engines/instruments";
import { inLanguage, isDraft, languagesFor, optionText, type Words } from "../engines/wording";
import { back, go } from "../moving";
import { both, language, languageName, t } from "../texts";
import { Button, Choices, Frame } from "../ui";
import { caseOf, type CaseThing, instruments, loadedWords, nameOf, recordAnswers } from "../work";
import { scored } from "../walks";
import { Listen } from "./listen";
import { Gone } from "./people";

const LIFE = new Set(["self_harm", "suicide_risk"]);
const NO_REPLY = "";

export function Questions({ id, instrument: code }: { id: string; instrument: string }) {
  const one = caseOf(id);
  const instrument = instruments().find((i) => i.id === code);
  const loaded = loadedWords(code);
  const choice = languagesFor(loaded, language.value);
  const [spoken, setSpoken] = useState(choice.length ? "" : language.value);
  const [answers, setAnswers] = useState<string[]>([]);
  const [at, setAt] = useState(0);
  const [touched, setTouched] = useState(false);
  if (!one || !instrument) return <Gone />;
  const words = loaded?.[spoken];
  const item = instrument.items[at];
  if (!spoken) {
    return (
      <Frame title={instrument.title}>
        <Choices legend={t("askedIn")} chosen={[]} onChoose={([to]) => setSpoken(to!)}
          options={choice.map((to) => ({ code: to, label: <><span lang={to}>{languageName(to)}</span>{loaded?.[to] ? null : <small>{t("printedForm")}</small>}</> }))} />
      </Frame>
    );
  }
  if (!item) return <Outcome one={one} instrument={instrument} answers={answers} spoken={spoken} words={words} />;
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
  const asked = words?.items[item.code];
  return (
    <Frame title={instrument.title}>
      <p class="soft">{t("question", { title: instrument.title, n: at + 1, of: instrument.items.length })}</p>
      <progress value={at + 1} max={instrument.items.length} aria-label={t("step", { n: at + 1, of: instrument.items.length })} />
      {asked && words?.stem ? <p lang={spoken} dir="auto">{words.stem}</p> : null}
      <Listen about={`item:${code}:${item.code}`} />
      <Choices key={at} legend={asked || both(item.topic) || item.code} lang={asked ? spoken : undefined}
        hint={t(asked ? "readAloud" : "standIn")} chosen={touched ? [answers[at] ?? ""] : []}
        options={[
          ...Object.keys(item.worth).map((option) => ({ code: option, label: <Worth value={option} text={optionText(words, item.code, option)} spoken={spoken} /> })),
          { code: NO_REPLY, label: t("noReply") },
        ]}
        onChoose={([answer]) => choose(answer!)} />
      {asked ? <p class="soft">{t("wordsOf")} <bdi dir="ltr">{words!.source} · {words!.licence}</bdi></p> : null}
      {instrument.status === "draft" || isDraft(instrument, words, spoken) ? <p><span class="tag warn">{t("draft")}</span></p> : null}
    </Frame>
  );
}

function Worth({ value, text, spoken }: { value: string; text: string; spoken: string }) {
  return text ? <><bdi dir="ltr">{value}</bdi> <bdi lang={spoken}>{text}</bdi></> : <bdi dir="ltr">{value}</bdi>;
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
