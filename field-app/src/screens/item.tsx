/** One question of an instrument: in the words a deployer brought, or as its topic; and in which language it is asked. */
import type { Instrument } from "../engines/instruments";
import { isDraft, languagesFor, optionText } from "../engines/wording";
import { both, language, languageName, t } from "../texts";
import { Choices } from "../ui";
import { loadedWords } from "../work";
import { Listen } from "./listen";

const NO_REPLY = "";

/** The language it is asked in: "" until the worker chose, where there is a choice. */
export function spokenAtFirst(instrument: string): string {
  return languagesFor(loadedWords(instrument), language.value).length ? "" : language.value;
}

export function AskedIn({ instrument, onChoose }: { instrument: string; onChoose: (spoken: string) => void }) {
  const loaded = loadedWords(instrument);
  return (
    <Choices legend={t("askedIn")} chosen={[]} onChoose={([to]) => onChoose(to!)}
      options={languagesFor(loaded, language.value).map((to) => (
        { code: to, label: <><span lang={to}>{languageName(to)}</span>{loaded?.[to] ? null : <small>{t("printedForm")}</small>}</> }
      ))} />
  );
}

interface ItemProps {
  instrument: Instrument;
  at: number;
  spoken: string;
  chosen: string[];
  onChoose: (answer: string) => void;
}

export function Item({ instrument, at, spoken, chosen, onChoose }: ItemProps) {
  const words = loadedWords(instrument.id)?.[spoken];
  const item = instrument.items[at]!;
  const asked = words?.items[item.code];
  return (
    <>
      {asked && words?.stem ? <p lang={spoken} dir="auto">{words.stem}</p> : null}
      <Listen about={`item:${instrument.id}:${item.code}`} />
      <Choices key={at} legend={asked || both(item.topic) || item.code} lang={asked ? spoken : undefined}
        hint={t(asked ? "readAloud" : "standIn")} chosen={chosen}
        options={[
          ...Object.keys(item.worth).map((option) => ({ code: option, label: <Worth value={option} text={optionText(words, item.code, option)} spoken={spoken} /> })),
          { code: NO_REPLY, label: t("noReply") },
        ]}
        onChoose={([answer]) => onChoose(answer!)} />
      {asked ? <p class="soft">{t("wordsOf")} <bdi dir="ltr">{words!.source} · {words!.licence}</bdi></p> : null}
      {instrument.status === "draft" || isDraft(instrument, words, spoken) ? <p><span class="tag warn">{t("draft")}</span></p> : null}
    </>
  );
}

function Worth({ value, text, spoken }: { value: string; text: string; spoken: string }) {
  return text ? <><bdi dir="ltr">{value}</bdi> <bdi lang={spoken}>{text}</bdi></> : <bdi dir="ltr">{value}</bdi>;
}
