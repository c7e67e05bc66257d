/** Walking a pathway: one question a screen, the reason beside it, back, pause, another way. */
import { useEffect, useState } from "preact/hooks";
import { type Instrument, score, skipped } from "../engines/instruments";
import type { PathwaysData, Question } from "../engines/library";
import type { Standing } from "../engines/pathways";
import { left } from "../engines/progress";
import { inLanguage } from "../engines/wording";
import { go } from "../moving";
import { t } from "../texts";
import { Button, Choices, Field, Fold, Frame, Icon } from "../ui";
import { type CaseThing, caseOf, instruments, loadedWords, nameOf, recordAnswers } from "../work";
import { answer, goBack, guides, knownAfter, leave, lookAhead, nodeWords, pause, riskTold, said, standing, type WalkThing, walkOf } from "../walks";
import { Advice } from "./advice";
import { Stamp, Why } from "./guides";
import { AskedIn, Item, spokenAtFirst } from "./item";
import { Gone } from "./people";

export function Walk({ id }: { id: string }) {
  const walk = walkOf(id);
  const known = guides();
  const one = walk ? caseOf(walk.case) : undefined;
  useEffect(() => () => void pause(id), [id]); // whoever goes out of it may go on with it elsewhere
  if (!walk || !one) return <Gone />;
  if (!known?.data.pathways[walk.pathway]) return <Frame title={t("guide")}><p>{t("noGuides")}</p></Frame>;
  const at = standing(walk);
  const { status, asking } = at.outcome;
  const pack = known.data.pathways[walk.pathway]!;
  if (status === "ended") return <Advice key={walk.id} walk={walk} at={at} data={known.data} />;
  const asked = at.outcome.path.filter((visit) => visit.kind === "question").length;
  const most = asked + left(known.library, at);
  return (
    <Frame title={pack.title}>
      <p class="soft">{nameOf(one)} · {t("questionOf", { n: asked + 1, most })}</p>
      <progress value={asked} max={most} data-question={asking} aria-label={t("questionOf", { n: asked + 1, most })} />
      <Danger walk={walk} />
      {status === "refused" ? <p class="note warn" role="alert">{t("guideGone")}</p> : (
        <Asked key={asking} walk={walk} one={one} at={at} data={known.data} question={known.library.questions.get(asking)!} />
      )}
      <Stamp one={pack} />
      <SoFar walk={walk} at={at} data={known.data} />
      <Leaving walk={walk} asked={asked} />
    </Frame>
  );
}

/** A risk that was told: said on every screen from then on, with the way to what is to be done. */
export function Danger({ walk, ended = false }: { walk: WalkThing; ended?: boolean }) {
  const operation = riskTold(walk);
  if (!operation) return null;
  return (
    <section class="banner" role="alert">
      <p><strong>{t(ended ? "stay" : "lifeNow")}</strong></p>
      <Button risk onClick={() => go({ name: "risk", operation })}><Icon name="call" />{t("whatNow")}</Button>
    </section>
  );
}

interface AskedProps {
  walk: WalkThing;
  one: CaseThing;
  at: Standing;
  data: PathwaysData;
  question: Question;
}

function Asked({ walk, one, at, data, question }: AskedProps) {
  const words = data.questions[question.id]!;
  const [told, setTold] = useState<string[]>([]);
  const [otherwise, setOtherwise] = useState(false);
  const [to, setTo] = useState("");
  const [reason, setReason] = useState("");
  const [error, setError] = useState("");
  const number = question.kind === "number";
  const ways = question.must ? [] : [...new Set(data.pathways[at.at]!.nodes[at.node]!.go.map((branch) => branch.to))];
  const range = t("numberWanted", { low: question.low, high: question.high });
  useEffect(() => {
    document.getElementById("main")?.focus({ preventScroll: true }); // each question is a screen of its own
    window.scrollTo(0, 0);
    const soon = setTimeout(() => lookAhead(walk), 60);
    return () => clearTimeout(soon);
  }, []);

  const take = async (value: unknown): Promise<void> => {
    if (otherwise && (!to || !reason.trim())) return setError(t("needsReason"));
    const risk = await answer(walk, question.id, value, otherwise ? { to, reason: reason.trim() } : undefined);
    if (risk === null) setError(number ? range : t("mustChoose"));
    else if (risk) go({ name: "risk", operation: risk });
  };
  const next = (): void => {
    if (!told.length || !told[0]) return setError(number ? range : t("mustChoose"));
    void take(question.kind === "multi" ? told : number ? digits(told[0]) : told[0]);
  };
  const choose = (codes: string[]): void => {
    setError("");
    const last = codes.at(-1);
    const many = question.kind === "multi";
    const chosen = many && last === "none" ? ["none"] : codes.filter((code) => !many || code !== "none");
    setTold(chosen);
    if (!many && !otherwise) void take(last);
  };
  if (question.kind === "instrument") return <Scale walk={walk} one={one} words={words.text} why={words} question={question} />;
  return (
    <>
      {number ? (
        <>
          <Field id="answer" label={words.text} hint={words.hint || range} inputMode="numeric" value={told[0] ?? ""} error={error}
            onInput={(value) => { setTold([value]); setError(""); }} />
          {question.answers.includes("unsure") ? <Button quiet onClick={() => void take("unsure")}>{t("unsure")}</Button> : null}
        </>
      ) : (
        <Choices legend={words.text} hint={words.hint} many={question.kind === "multi"} chosen={told} onChoose={choose}
          options={question.answers.map((code) => ({ code, label: said(data, question.id, code) }))} />
      )}
      <Why said={words} />
      {otherwise ? (
        <section class="card">
          <p class="soft">{t("iJudgeSaid")}</p>
          <Choices legend={t("goOnWith")} chosen={[to]} onChoose={([code]) => setTo(code!)}
            options={ways.map((code) => ({ code, label: nodeWords(data, at.at, code) }))} />
          <Field id="reason" label={t("because")} long value={reason} onInput={(value) => { setReason(value); setError(""); }} />
        </section>
      ) : null}
      <div class="push flow">
        {error && !number ? <p class="error" role="alert">{error}</p> : null}
        {number || otherwise || question.kind === "multi" ? <Button onClick={next}>{t(otherwise ? "goThisWay" : "next")}</Button> : null}
        {ways.length ? <Button quiet onClick={() => setOtherwise(!otherwise)}>{t(otherwise ? "asGuided" : "iJudge")}</Button> : null}
      </div>
    </>
  );
}

/** Read a number as it is typed, in whatever digits; what is none is refused by the engine. */
function digits(text: string): number {
  const latin = text.trim().replace(/[۰-۹]/g, (d) => String(d.charCodeAt(0) - 0x06f0)).replace(/[٠-٩]/g, (d) => String(d.charCodeAt(0) - 0x0660));
  return /^\d+(\.\d+)?$/.test(latin) ? Number(latin) : Number.NaN;
}

/** The score of an instrument: its questions now, a total from elsewhere, or none. */
function Scale({ walk, one, words, why, question }: { walk: WalkThing; one: CaseThing; words: string; why: Parameters<typeof Why>[0]["said"]; question: Question }) {
  const instrument = instruments().find((known) => known.id === question.instrument);
  const [asking, setAsking] = useState(false);
  const [total, setTotal] = useState("");
  const [error, setError] = useState("");
  const take = async (value: unknown): Promise<void> => {
    const risk = await answer(walk, question.id, value);
    if (risk) go({ name: "risk", operation: risk });
  };
  const next = (): void => {
    const told = digits(total);
    if (Number.isNaN(told)) return setError(t("numberWanted", { low: 0, high: 1000 }));
    void take({ total: told, flags: [] });
  };
  if (asking && instrument) return <Items instrument={instrument} one={one} question={question.id} onDone={take} />;
  return (
    <>
      <h2>{words}</h2>
      {instrument ? <Button quiet onClick={() => setAsking(true)}>{t("askNow")}</Button> : null}
      <Field id="answer" label={t("total")} inputMode="numeric" value={total} error={error} onInput={setTotal} />
      <Why said={why} />
      <div class="push flow">
        <Button onClick={next}>{t("next")}</Button>
        <Button quiet onClick={() => void take({ total: null, flags: [] })}>{t("notDone")}</Button>
      </div>
    </>
  );
}

/** The questions of an instrument within the walk: kept in the case too. */
function Items({ instrument, one, question, onDone }: { instrument: Instrument; one: CaseThing; question: string; onDone: (value: unknown) => Promise<void> }) {
  const [spoken, setSpoken] = useState(spokenAtFirst(instrument.id));
  const [answers, setAnswers] = useState<string[]>([]);
  const [n, setN] = useState(0);
  const choose = async (told: string): Promise<void> => {
    const given = instrument.items.map((_, place) => (place === n ? told : (answers[place] ?? "")));
    let next = n + 1;
    while (next < instrument.items.length && skipped(instrument, given, next)) next += 1;
    setAnswers(given);
    if (next < instrument.items.length) return setN(next);
    const asked = inLanguage(instrument, loadedWords(instrument.id)?.[spoken], spoken);
    const found = score(asked, given, { language: spoken, sex: one.person.sex ?? "", age: one.person.age ?? null });
    const life = found.flags.includes("self_harm") || found.flags.includes("suicide_risk");
    const result = { total: found.total, band: found.band, flags: found.flags };
    await recordAnswers(one, instrument, given, life, { spoken, known: knownAfter(one, { answers: { [question]: result } }) });
    await onDone(result);
  };
  if (!spoken) return <AskedIn instrument={instrument.id} onChoose={setSpoken} />;
  return (
    <>
      <p class="soft">{t("question", { title: instrument.title, n: n + 1, of: instrument.items.length })}</p>
      <Item key={n} instrument={instrument} at={n} spoken={spoken} chosen={[]} onChoose={(told) => void choose(told)} />
    </>
  );
}

/** What was answered so far, each with the way back to it. */
export function SoFar({ walk, at, data }: { walk: WalkThing; at: Standing; data: PathwaysData }) {
  const path = at.outcome.path.filter((visit) => visit.kind === "question");
  if (!path.length) return null;
  const told = (node: string): unknown => walk.inputs.answers[node] ?? walk.inputs.facts[node] ?? walk.inputs.facts[`${node}.total`];
  return (
    <Fold summary={t("answeredSoFar")}>
      {() => <ol class="flow">
        {path.map(({ node, how }) => (
          <li key={node}>
            <small>{data.questions[node]!.text}</small>
            <strong>{said(data, node, told(node))}</strong>{" "}
            {how === "known" ? <span class="tag">{t("knownBefore")}</span> : null}
            {how === "overridden" ? <span class="tag warn">{t("anotherWay")}</span> : null}
            <Button quiet aria-label={`${t("change")}: ${data.questions[node]!.text}`} onClick={() => void goBack(walk, node)}>{t("change")}</Button>
          </li>
        ))}
      </ol>}
    </Fold>
  );
}

export function Leaving({ walk, asked }: { walk: WalkThing; asked: number }) {
  const [sure, setSure] = useState(false);
  const out = (): void => go({ name: "person", case: walk.case }, true);
  return (
    <div class="flow">
      {asked ? <Button quiet onClick={() => void goBack(walk)}><Icon name="back" points />{t("goBack")}</Button> : null}
      <div class="pair">
        <Button quiet onClick={out}>{t("pause")}</Button>
        <Button quiet onClick={() => setSure(true)}>{t("leaveIt")}</Button>
      </div>
      {sure ? (
        <section class="card">
          <p>{t("leaveSure")}</p>
          <Button onClick={() => void leave(walk).then(out)}>{t("leaveIt")}</Button>
          <Button quiet onClick={() => setSure(false)}>{t("cancel")}</Button>
        </section>
      ) : null}
    </div>
  );
}
