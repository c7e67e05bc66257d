/** Someone new in six steps, and everything about one person. */
import { useEffect, useState } from "preact/hooks";
import { back, go } from "../moving";
import type { Thing } from "../store";
import { keep, ofKind, thing } from "../syncing";
import { dueText, type Key, t, taskText, when } from "../texts";
import { Button, Choices, Field, Frame, Steps } from "../ui";
import {
  askSupervisor, caseOf, changeGoal, decide, finish, isChild, nameOf, NOBODY, type NewPerson, newAlias, optionsOf, recordContact,
  readAnswer, recordNew,
} from "../work";
import { uuid7 } from "../bytes";
import { WalksOf } from "./guides";

const LAST = 6;

/** Six steps, one question each; every step is kept, so that a call or an empty battery loses nothing. */
export function Someone({ step }: { step: number }) {
  const draft = thing("draft", "new") as (Thing & { told: NewPerson }) | undefined;
  const told = draft?.told ?? NOBODY;
  const [error, setError] = useState("");
  const to = async (change: Partial<NewPerson>, next: number): Promise<void> => {
    const alias = told.alias || newAlias();
    await keep([{ kind: "draft", id: "new", told: { ...told, alias, ...change }, step: next }]);
    setError("");
    if (next !== step) go({ name: "new", step: next }, true);
  };
  const save = async (): Promise<void> => {
    if (isChild(told) && !told.guardian.trim()) return setError(t("mustWrite"));
    const done = await recordNew(told);
    go(done.risk ? { name: "risk", operation: done.risk } : { name: "person", case: done.case }, true);
  };
  const who = told.alias ? nameOf(told) : "";
  return (
    <Frame title={t("someoneNew")} onBack={() => (step > 1 ? go({ name: "new", step: step - 1 }, true) : back())}>
      <Steps n={step} of={LAST} />
      {step === 1 ? (
        <Choices legend={t("whoIsIt")} hint={t("whoSaid")} chosen={[told.who]}
          options={(["woman", "man", "girl", "boy", "notTold"] as const).map((code) => ({ code, label: t(code) }))}
          onChoose={([code]) => void to({ who: code as NewPerson["who"] }, 2)} />
      ) : null}
      {step === 2 ? (
        <>
          <Choices legend={t("whatWeighs")} hint={t("allTold")} many chosen={told.weighs}
            options={optionsOf("assessment", "stressors")} onChoose={(weighs) => void to({ weighs }, 2)} />
          <Onward error={error} onNext={() => void to({}, 3)} />
        </>
      ) : null}
      {step === 3 ? (
        <>
          <Choices legend={t("whatDid")} many chosen={told.did} options={optionsOf("contact", "did")}
            onChoose={(did) => void to({ did }, 3)} />
          <Onward error={error} onNext={() => (told.did.length ? void to({}, 4) : setError(t("mustChoose")))} />
        </>
      ) : null}
      {step === 4 ? (
        <Choices legend={t("inDanger")} hint={t("inDangerSaid")} chosen={[told.danger]}
          options={[{ code: "no", label: t("noDanger") }, { code: "unsure", label: t("unsure") }, { code: "yes", label: t("yesDanger") }]}
          onChoose={([code]) => void to({ danger: code as NewPerson["danger"] }, 5)} />
      ) : null}
      {step === 5 ? (
        <Choices legend={t("againIn")} chosen={[]}
          options={[{ code: "1", label: t("tomorrow") }, { code: "7", label: t("week") }, { code: "30", label: t("month") }, { code: "", label: t("never") }]}
          onChoose={([code]) => void to({ again: code ? Number(code) : null }, 6)} />
      ) : null}
      {step === 6 ? (
        <div class="flow">
          <h2>{t("agree")}</h2>
          <p>{t("agreeSaid")}</p>
          {isChild(told) ? (
            <Field id="guardian" label={t("guardianName")} hint={t("guardianHint")} error={error} value={told.guardian}
              autocomplete="off" onInput={(guardian) => void to({ guardian }, 6)} />
          ) : null}
          <p class="soft">{t("savedFor", { who })}</p>
          <Button onClick={() => void save()}>{t("theyAgree")}</Button>
          <NoThanks />
        </div>
      ) : null}
    </Frame>
  );
}

function NoThanks() {
  const [said, setSaid] = useState(false);
  if (said) {
    return (
      <>
        <p class="note">{t("notKept")}</p>
        <Button quiet onClick={() => go({ name: "home" }, true)}>{t("next")}</Button>
      </>
    );
  }
  return (
    <Button quiet onClick={() => void keep([], [{ kind: "draft", id: "new" }]).then(() => setSaid(true))}>{t("theyDoNot")}</Button>
  );
}

function Onward({ onNext, error }: { onNext: () => void; error?: string }) {
  return (
    <div class="push flow">
      {error ? <p class="error" role="alert">{error}</p> : null}
      <Button onClick={onNext}>{t("next")}</Button>
      <p class="soft">{t("kept")}</p>
    </div>
  );
}

export function Person({ id }: { id: string }) {
  const one = caseOf(id);
  if (!one) return <Gone />;
  return (
    <Frame title={nameOf(one)}>
      <p class="soft">
        {one.code ? <bdi dir="ltr">{one.code}</bdi> : <span class="tag warn">{t("notYetThere")}</span>}
        {one.last_contact_at ? ` · ${t("lastMet", { when: when(one.last_contact_at) })}` : ""}
      </p>
      {one.risk ? <p class="note risk">{t("riskOpen")}</p> : null}
      {(one.conflicts ?? []).map((c) => (
        <section class="note warn flow" key={c.id}>
          <p>{t("conflictHere")}</p>
          <Button quiet onClick={() => void decide(one, c.id, false)}>{t("keepStands", { value: c.stands || "–" })}</Button>
          <Button quiet onClick={() => void decide(one, c.id, true)}>{t("takeProposed", { value: c.proposed || "–" })}</Button>
        </section>
      ))}
      <Button onClick={() => go({ name: "contact", case: id })}>{t("newContact")}</Button>
      <WalksOf one={one} />
      <div class="pair">
        <Button quiet onClick={() => go({ name: "sets", case: id })}>{t("askQuestions")}</Button>
        <Button quiet onClick={() => go({ name: "plan", case: id })}>{t("thePlan")}</Button>
        <Button quiet onClick={() => go({ name: "refer", case: id })}>{t("refer")}</Button>
        <Button quiet onClick={() => go({ name: "ask", case: id })}>{t("askSupervisor")}</Button>
      </div>
      <PassedOn id={id} />
      {one.tasks?.length ? (
        <section class="flow">
          <h2>{t("toDo")}</h2>
          <ul class="rows" role="list">
            {one.tasks.map((task) => (
              <li class="row" key={task.id}>
                <span class="who">{task.what || taskText(task.kind)}</span>
                <b class="when">{dueText(task.due_at)}</b>
                {task.kind === "risk_question" ? (
                  <span class="why pair">
                    <Button onClick={() => void finish(one, task.id, true).then((operation) => go({ name: "risk", operation }))}>{t("isRisk")}</Button>
                    <Button quiet onClick={() => void finish(one, task.id, false)}>{t("noRisk")}</Button>
                  </span>
                ) : (
                  <span class="why"><Button quiet onClick={() => void finish(one, task.id)}>{t("done")}</Button></span>
                )}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <div class="push"><Button quiet onClick={() => go({ name: "raise", case: id })}>{t("lifeInDanger")}</Button></div>
    </Frame>
  );
}

const STATES: Record<string, Key> = {
  sent: "stateSent", received: "stateReceived", accepted: "stateAccepted", declined: "stateDeclined", booked: "stateBooked",
  seen: "stateSeen", no_show: "stateNoShow", reported_back: "stateBack",
};

/** What became of the referrals and questions about this person. */
function PassedOn({ id }: { id: string }) {
  const referrals = ofKind("referral").filter((r) => r["case"] === id);
  const requests = ofKind("request").filter((r) => r["case"] === id);
  if (!referrals.length && !requests.length) return null;
  return (
    <ul class="rows" role="list">
      {referrals.map((r) => (
        <li class="row" key={r.id}>
          <span class="who">{t("referralOf", { to: String(r["to"]) })}</span>
          <span class="tag when">{t(STATES[String(r["state"])] ?? "stateEnded")}</span>
          {r["state"] === "sent" && !r["answers_here"] ? <span class="why">{t("referTell")}</span> : null}
        </li>
      ))}
      {requests.map((r) => <Answer key={r.id} request={r} />)}
    </ul>
  );
}

const PARTS = ["diagnosis", "why", "teaching", "remark"];

/** A question to a supervisor: until when it waits, or what was answered. */
export function Answer({ request }: { request: Thing }) {
  const said = request["answer"] as Record<string, string> | undefined;
  const about = caseOf(String(request["case"]));
  const who = about ? nameOf(about) : String(request["case_code"] ?? "");
  if (!said) {
    const due = request["due_at"] ? when(String(request["due_at"])) : "";
    return (
      <li class="row">
        <span class="who">{t("opQuestion")} · {who}</span>
        <span class="why">{t("waitsFor", { when: when(String(request["asked_at"])), due })}</span>
      </li>
    );
  }
  return (
    <li class="row">
      <span class="who">{t("answerTo", { who })}</span>
      <span class="why flow">
        {PARTS.filter((part) => said[part]).map((part) => <span key={part}>{said[part]}</span>)}
        {request["status"] === "answered" ? (
          <Button quiet onClick={() => void readAnswer(request)}>{t("iRead")}</Button>
        ) : null}
      </span>
    </li>
  );
}

export function Gone() {
  useEffect(() => go({ name: "home" }, true), []);
  return null;
}

export function Contact({ id }: { id: string }) {
  const one = caseOf(id);
  const [told, setTold] = useState<Record<string, string | string[]>>({ channel: "in_person", outcome: "reached", did: [], how_now: "", told: "" });
  const [error, setError] = useState("");
  if (!one) return <Gone />;
  const save = async (): Promise<void> => {
    if (!(told["did"] as string[]).length) return setError(t("mustChoose"));
    await recordContact(one, Object.fromEntries(Object.entries(told).filter(([, value]) => value.length)));
    back();
  };
  return (
    <Frame title={nameOf(one)}>
      <Choices legend={t("whatDid")} many chosen={told["did"] as string[]} options={optionsOf("contact", "did")}
        onChoose={(did) => setTold({ ...told, did })} />
      <Choices legend={t("howNow")} chosen={[told["how_now"] as string]} options={optionsOf("contact", "how_now")}
        onChoose={([how]) => setTold({ ...told, how_now: how! })} />
      <Choices legend={t("howReached")} chosen={[told["channel"] as string]} options={optionsOf("contact", "channel").slice(0, 5)}
        onChoose={([channel]) => setTold({ ...told, channel: channel! })} />
      <Field id="told" label={t("fewWords")} hint={t("optional")} long value={told["told"] as string}
        onInput={(text) => setTold({ ...told, told: text })} />
      {error ? <p class="error" role="alert">{error}</p> : null}
      <Button onClick={() => void save()}>{t("save")}</Button>
    </Frame>
  );
}

export function Plan({ id }: { id: string }) {
  const one = caseOf(id);
  const [text, setText] = useState("");
  const [edited, setEdited] = useState<string | null>(null);
  const [error, setError] = useState("");
  if (!one) return <Gone />;
  const save = async (): Promise<void> => {
    if (!text.trim()) return setError(t("mustWrite"));
    const goal = one.goals?.find((g) => g.id === edited) ?? { id: uuid7(), text: "", status: "open", owner: "person" };
    await changeGoal(one, goal, { text: text.trim() });
    setText("");
    setEdited(null);
  };
  return (
    <Frame title={t("thePlan")}>
      <p class="soft">{nameOf(one)}</p>
      <ul class="rows" role="list">
        {(one.goals ?? []).map((goal) => (
          <li class="row" key={goal.id}>
            <button type="button" class="plain" onClick={() => { setEdited(goal.id); setText(goal.text); }}>
              <span class="who">{goal.text}</span>
              {goal.status === "reached" ? <span class="tag good when">{t("reached")}</span> : null}
            </button>
            {goal.status === "open" ? (
              <span class="why"><Button quiet onClick={() => void changeGoal(one, goal, { status: "reached" })}>{t("reached")}</Button></span>
            ) : null}
          </li>
        ))}
      </ul>
      <Field id="goal" label={t("goal")} long error={error} value={text} onInput={(value) => { setText(value); setError(""); }} />
      <Button onClick={() => void save()}>{t(edited ? "save" : "addGoal")}</Button>
    </Frame>
  );
}

export function Ask({ id }: { id: string }) {
  const one = caseOf(id);
  const [text, setText] = useState("");
  const [error, setError] = useState("");
  if (!one) return <Gone />;
  const send = async (): Promise<void> => {
    if (!text.trim()) return setError(t("mustWrite"));
    await askSupervisor(one, text.trim());
    back();
  };
  return (
    <Frame title={t("askSupervisor")}>
      <p class="soft">{nameOf(one)} · {t("askSaid")}</p>
      <Field id="question" label={t("yourQuestion")} long error={error} value={text} onInput={setText} />
      <Button onClick={() => void send()}>{t("send")}</Button>
    </Frame>
  );
}
