/** What follows from a walk: what to do first, what stands against a medicine, what was done with it. */
import { useEffect, useState } from "preact/hooks";
import type { Decision } from "../engines/decisions";
import type { PathwaysData } from "../engines/library";
import type { Standing, Suggestion } from "../engines/pathways";
import { go } from "../moving";
import { t, type Key } from "../texts";
import { Button, Choices, Field, Fold, Frame } from "../ui";
import { caseOf, nameOf } from "../work";
import { finish, nextSteps, riskTold, type WalkThing } from "../walks";
import { Numbers } from "./care";
import { Stamp, Why } from "./guides";
import { Danger, Leaving, SoFar } from "./walk";

const STATUS: Record<string, Key> = { blocked: "blocked", needs_reason: "onlyReason", warned: "lookFirst" };
const AT_ONCE = new Set(["emergency", "safety"]); // what is drawn before everything else
const STOCK: [string, Key][] = [["always", "always"], ["sometimes", "sometimes"], ["never", "neverThere"]];

interface Said {
  off: ReadonlySet<string>; // steps that are not done
  given: ReadonlySet<string>; // medicines
  reasons: Readonly<Record<string, string>>; // by step or medicine
  stock: Readonly<Record<string, string>>;
  effects: ReadonlySet<string>; // "medicine code": side effects that the person has
}

const NOTHING_SAID: Said = { off: new Set(), given: new Set(), reasons: {}, stock: {}, effects: new Set() };

export function Advice({ walk, at, data }: { walk: WalkThing; at: Standing; data: PathwaysData }) {
  const { outcome } = at;
  const [told, setTold] = useState(NOTHING_SAID);
  const [asks, setAsks] = useState(false);
  const [question, setQuestion] = useState(t("askedAbout", { title: data.pathways[walk.pathway]!.title }));
  const [wrong, setWrong] = useState<ReadonlySet<string>>(new Set());
  const steps = [...new Set(outcome.advice.map((one) => one.step))];
  const kinds = Object.keys(data.labels.kinds).filter((kind) => steps.some((step) => data.steps[step]!.kind === kind));
  const medicines = [...new Map(outcome.medicines.map((one) => [one.medicine, one])).values()]
    .sort((a, b) => Number(a.status === "blocked") - Number(b.status === "blocked"));

  const save = async (): Promise<void> => {
    const decisions: Decision[] = [
      ...steps.map((step) => ({ taken: !told.off.has(step), step, reason: told.reasons[step] ?? "" })),
      ...medicines.map(({ medicine }) => ({
        taken: told.given.has(medicine), medicine, reason: told.reasons[medicine] ?? "",
        effects: effectsOf(data, medicine).map((e) => e.code).filter((code) => told.effects.has(`${medicine} ${code}`)),
      })),
    ];
    const faults = await finish(walk, { decisions, stock: { ...told.stock }, question: asks ? question : "" });
    if (!faults.length) return go({ name: "person", case: walk.case }, true);
    setWrong(new Set(faults.map((fault) => fault.about)));
    document.getElementById(`s-${faults[0]!.about}`)?.scrollIntoView();
  };
  const whole = useSoon();
  const first = kinds.filter((kind) => AT_ONCE.has(kind));
  const shown = whole ? kinds : first.length ? first : kinds.slice(0, 1);
  const change = (part: Partial<Said>): void => setTold({ ...told, ...part });
  const reason = (about: string, text: string): void => change({ reasons: { ...told.reasons, [about]: text } });
  const next = nextSteps(data, outcome);
  return (
    <Frame title={data.pathways[walk.pathway]!.title}>
      <p class="soft">{nameOf(caseOf(walk.case)!)}</p>
      {outcome.emergency && !riskTold(walk) ? (
        <section class="banner" role="alert"><h2>{t("actNow")}</h2><p>{t("actFirst")}</p><Numbers /></section>
      ) : <h2>{t(outcome.emergency ? "actNow" : "whatFollows")}</h2>}
      <Danger walk={walk} ended />
      <p>{outcome.conclusions.map((code) => <span class={`tag${outcome.emergency ? " risk" : ""}`} key={code}>{data.conclusions[code]?.text ?? code}</span>)}</p>
      <Stamp one={data.pathways[walk.pathway]!} />
      {next.length ? <section class="card"><h2>{t("nextSteps")}</h2><ul>{next.map((line) => <li key={line}><strong>{line}</strong></li>)}</ul></section> : null}
      {shown.map((kind) => (
        <section class="flow" key={kind}>
          <h2>{data.labels.kinds[kind]}</h2>
          {steps.filter((step) => data.steps[step]!.kind === kind).map((step) => (
            <Step key={step} id={step} said={data.steps[step]!} told={told} wrong={wrong.has(step)}
              onOff={(off) => change({ off: toggled(told.off, step, off) })} onReason={(text) => reason(step, text)} />
          ))}
        </section>
      ))}
      {whole ? <>
      {medicines.length ? <h2>{t("medicinesMay")}</h2> : null}
      {medicines.map((one) => (
        <Medicine key={one.medicine} one={one} data={data} told={told} wrong={wrong.has(one.medicine)}
          onGiven={(on) => change({ given: toggled(told.given, one.medicine, on) })} onReason={(text) => reason(one.medicine, text)}
          onEffect={(code, has) => change({ effects: toggled(told.effects, `${one.medicine} ${code}`, has) })}
          onStock={(level) => change({ stock: { ...told.stock, [one.medicine]: level } })} />
      ))}
      <section class="card">
        <label class="choice">
          <input type="checkbox" checked={asks} onChange={(e) => setAsks(e.currentTarget.checked)} />
          <span>{t("alsoAsk")}<small>{t("alsoAskSaid")}</small></span>
        </label>
        {asks ? <Field id="question" label={t("yourQuestion")} long value={question} onInput={setQuestion} /> : null}
      </section>
      {wrong.size ? <p class="error" role="alert">{t("needsReason")}</p> : null}
      <Button onClick={() => void save()}>{t("intoCase")}</Button>
      <SoFar walk={walk} at={at} data={data} />
      <Leaving walk={walk} asked={outcome.path.length} />
      </> : null}
    </Frame>
  );
}

/** False until something was drawn: what comes first is seen first, and the rest a moment later. */
function useSoon(): boolean {
  const [soon, setSoon] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => setSoon(true));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, []);
  return soon;
}

/** What the table says, word for word: nothing is worked out. */
function Doses({ start, step, most, note }: { start: string; step: string; most: string; note: string }) {
  const lines: [Key, string][] = [["doseStart", start], ["doseStep", step], ["doseMost", most]];
  return (
    <>
      <dl>{lines.map(([key, said]) => <div key={key}><dt>{t(key)}</dt><dd><bdi dir="ltr" lang="en">{said}</bdi></dd></div>)}</dl>
      <p class="soft">{note} <span class="tag warn">{t("draft")}</span></p>
    </>
  );
}

/** The side effects to ask about with a medicine, each once. */
function effectsOf(data: PathwaysData, medicine: string): PathwaysData["side_effects"] {
  const { classes } = data.medicines[medicine]!;
  return [...new Map(data.side_effects.filter((e) => classes.includes(e.class)).map((e) => [e.code, e])).values()];
}

function toggled(set: ReadonlySet<string>, one: string, on: boolean): ReadonlySet<string> {
  const next = new Set(set);
  if (on) next.add(one);
  else next.delete(one);
  return next;
}

interface Deciding {
  told: Said;
  wrong: boolean;
  onReason: (text: string) => void;
}

function Step({ id, said, told, wrong, onOff, onReason }: Deciding & { id: string; said: PathwaysData["steps"][string]; onOff: (off: boolean) => void }) {
  const urgent = said.kind === "emergency" || said.kind === "safety";
  const off = told.off.has(id);
  return (
    <article class={`card${urgent ? " life" : ""}`} id={`s-${id}`}>
      <p>{off ? <s>{said.text}</s> : said.text}</p>
      <div class="line">
        <Why said={said} />
        <Fold open={off} summary={t("notThis")}>
          {() => (
            <>
              <label class="choice">
                <input type="checkbox" name={`not-${id}`} checked={off} onChange={(e) => onOff(e.currentTarget.checked)} />
                <span>{t("notThis")}</span>
              </label>
              <Field id={`why-${id}`} label={t("because")} value={told.reasons[id] ?? ""} error={wrong ? t("needsReason") : ""} onInput={onReason} />
            </>
          )}
        </Fold>
      </div>
    </article>
  );
}

function Medicine({ one, data, told, wrong, onGiven, onReason, onStock, onEffect }: Deciding & {
  one: Suggestion; data: PathwaysData; onGiven: (on: boolean) => void; onStock: (level: string) => void;
  onEffect: (code: string, has: boolean) => void;
}) {
  const row = data.medicines[one.medicine]!;
  const { start_dose: start, step_dose: step, max_dose: most } = row;
  const effects = effectsOf(data, one.medicine);
  const status = STATUS[one.status];
  return (
    <article class="card" id={`s-${one.medicine}`} data-status={one.status}>
      <h2>{row.name} {status ? <span class="tag warn">{t(status)}</span> : null}</h2>
      {start && step && most ? <Doses start={start} step={step} most={most} note={row.note ?? ""} /> : <p class="soft">{t("noDose")}</p>}
      {one.cautions.length ? (
        <ul>
          {one.cautions.map(({ caution, level, known }) => {
            const text = data.cautions.find((c) => c.id === caution)!.text;
            return <li key={caution}>{level === "block" ? <strong>{text}</strong> : text} {known ? null : <span class="tag">{t("findOut")}</span>}</li>;
          })}
        </ul>
      ) : null}
      {effects.length ? (
        <Fold summary={t("effects")}>
          {() => (
            <>
              <p class="soft">{t("tickHas")}</p>
              {effects.map((effect) => (
                <label class="choice" key={effect.code}>
                  <input type="checkbox" name={`effect-${effect.code}`} checked={told.effects.has(`${one.medicine} ${effect.code}`)}
                    onChange={(e) => onEffect(effect.code, e.currentTarget.checked)} />
                  <span>{effect.label} {effect.urgent === "1" ? <span class="tag warn">{t("atOnce")}</span> : null}</span>
                </label>
              ))}
            </>
          )}
        </Fold>
      ) : null}
      <Fold summary={t("stockSeen")}>
        {() => (
          <Choices legend={t("stockSeen")} chosen={[told.stock[one.medicine] ?? ""]} onChoose={([level]) => onStock(level!)}
            options={STOCK.map(([code, key]) => ({ code, label: t(key) }))} />
        )}
      </Fold>
      {one.status === "blocked" ? null : (
        <>
          <label class="choice">
            <input type="checkbox" name={`med-${one.medicine}`} checked={told.given.has(one.medicine)} onChange={(e) => onGiven(e.currentTarget.checked)} />
            <span>{t("given")}</span>
          </label>
          <Field id={`why-${one.medicine}`} label={t("because")} hint={one.status === "needs_reason" ? undefined : t("optional")}
            value={told.reasons[one.medicine] ?? ""} error={wrong ? t("needsReason") : ""} onInput={onReason} />
        </>
      )}
    </article>
  );
}
