/** The four tabs: home, people, what was sent, and what is for the worker. */
import { useState } from "preact/hooks";
import { go } from "../moving";
import { lockUp, signOff } from "../session";
import type { Thing } from "../store";
import { busy, keep, lastError, me, now, ofKind, staleDays, thing, waiting } from "../syncing";
import { both, daysUntil, dueText, type Key, language, t, taskText, TEXTS, when } from "../texts";
import { Button, CallLink, Choices, Field, Frame, Icon } from "../ui";
import { fetchSounds, missing } from "../sounds";
import { Listen } from "./listen";
import { Answer } from "./people";
import { guides } from "../walks";
import { cases, type CaseThing, kilobytes, nameOf, NOBODY, type NewPerson } from "../work";

function nextOf(one: CaseThing): { kind: string; due_at: string } | undefined {
  return [...(one.tasks ?? [])].sort((a, b) => a.due_at.localeCompare(b.due_at))[0];
}

function dueOf(one: CaseThing): string | undefined {
  return nextOf(one)?.due_at;
}

function byUrgency(a: CaseThing, b: CaseThing): number {
  if (Boolean(a.risk) !== Boolean(b.risk)) return a.risk ? -1 : 1;
  return (dueOf(a) ?? "9").localeCompare(dueOf(b) ?? "9");
}

function CaseRow({ one, onPick }: { one: CaseThing; onPick: (one: CaseThing) => void }) {
  const next = nextOf(one);
  const due = next?.due_at;
  const late = due !== undefined && daysUntil(due) < 0;
  return (
    <li class={late ? "row late" : "row"}>
      <button type="button" class="plain" onClick={() => onPick(one)}>
        <span class="who">{nameOf(one)}</span>
        {due ? <b class="when">{dueText(due)}</b> : null}
        <span class="why">
          {one.risk ? <span class="tag risk">{t("riskOpen")}</span> : null}
          {next ? taskText(next.kind) : one.last_contact_at ? t("lastMet", { when: when(one.last_contact_at) }) : ""}
        </span>
      </button>
    </li>
  );
}

/** A supervisor's answer that was not read yet: it stands where the day begins. */
function UnreadRow({ request }: { request: Thing }) {
  const about = cases().find((one) => one.id === request["case"]);
  const who = about ? nameOf(about) : String(request["case_code"] ?? "");
  return (
    <li class="row">
      <button type="button" class="plain" onClick={() => go(about ? { name: "person", case: about.id } : { name: "me" })}>
        <span class="who">{who}</span>
        <span class="why">{t("answerWaits")}</span>
      </button>
    </li>
  );
}

export function WaitingLine() {
  const n = waiting.value.length;
  return <p class="soft" role="status">{n === 0 ? t("waitingNone") : n === 1 ? t("waitingOne") : t("waitingSome", { n })}</p>;
}

export function Home() {
  const stale = staleDays(me.value);
  const draft = thing("draft", "new") as (Thing & { told: NewPerson; step: number }) | undefined;
  const due = cases().filter((one) => one.risk || (dueOf(one) && daysUntil(dueOf(one)!) <= 1)).sort(byUrgency);
  const unread = ofKind("request").filter((one) => one["status"] === "answered");
  return (
    <Frame title={t("app")} tabs>
      <h2>{t("whoHelped")}</h2>
      <Button onClick={() => void keep([{ kind: "draft", id: "new", told: NOBODY, step: 1 }]).then(() => go({ name: "new", step: 1 }))}>
        {t("someoneNew")}
      </Button>
      {draft && draft.step > 1 ? (
        <Button quiet onClick={() => go({ name: "new", step: draft.step })}>{t("goOn")}</Button>
      ) : null}
      <Button quiet onClick={() => go({ name: "people", pick: "contact" })}>{t("someoneKnown")}</Button>
      {stale ? <p class="note warn">{t("staleSaid", { n: stale })}</p> : due.length || unread.length ? (
        <ul class="rows" role="list">
          {unread.slice(0, 3).map((one) => <UnreadRow key={one.id} request={one} />)}
          {due.slice(0, 6).map((one) => <CaseRow key={one.id} one={one} onPick={() => go({ name: "person", case: one.id })} />)}
        </ul>
      ) : (
        <p class="soft">{t("nothingDue")}</p>
      )}
      <div class="push flow">
        <WaitingLine />
        <Button quiet onClick={() => go({ name: "raise" })}>{t("lifeInDanger")}</Button>
        {guides() ? <Button quiet onClick={() => go({ name: "guides" })}>{t("guides")}</Button> : null}
      </div>
    </Frame>
  );
}

export function People({ pick }: { pick?: "contact" | "risk" | undefined }) {
  const open = (one: CaseThing): void =>
    go(pick === "contact" ? { name: "contact", case: one.id } : pick === "risk" ? { name: "raise", case: one.id } : { name: "person", case: one.id });
  const all = cases().sort(byUrgency);
  return (
    <Frame title={t(pick ? "someoneKnown" : "people")} tabs={!pick}>
      {all.length ? (
        <ul class="rows" role="list">{all.map((one) => <CaseRow key={one.id} one={one} onPick={open} />)}</ul>
      ) : (
        <p>{t("noPeople")}</p>
      )}
    </Frame>
  );
}

const BECAME: Record<string, [Key, string]> = {
  applied: ["delivered", "good"], merged: ["merged", "good"], conflict: ["conflict", "warn"], rejected: ["rejected", "warn"],
};

export function Sent() {
  const receipts = ofKind("receipt").sort((a, b) => String(b["arrived_at"]).localeCompare(String(a["arrived_at"])));
  const label = (said: unknown): string => (String(said) in TEXTS ? t(said as Key) : String(said));
  return (
    <Frame title={t("sent")} tabs>
      <h2>{t("nothingLost")}</h2>
      <WaitingLine />
      <ul class="rows" role="list">
        {waiting.value.map(({ seq, operation }) => (
          <li class="row" key={seq} data-state="waiting">
            <span class="who">{label(operation.said)}{operation.who ? ` · ${operation.who}` : ""}</span>
            <span class="when"><span class="tag warn">{t("notDelivered")}</span></span>
            <span class="why"><bdi>{when(operation.happened_at)}</bdi></span>
          </li>
        ))}
        {receipts.slice(0, 60).map((one) => {
          const [key, tone] = BECAME[String(one["became"])] ?? ["delivered", ""];
          const why = one["became"] === "conflict" ? t("bothKept") : String(one["message"] ?? "");
          return (
            <li class="row" key={one.id} data-state={String(one["became"])}>
              <span class="who">{label(one["said"])}{one["who"] ? ` · ${String(one["who"])}` : ""}</span>
              <span class="when"><span class={`tag ${tone}`}>{t(key)}</span></span>
              <span class="why">
                <bdi>{when(String(one["arrived_at"]))}</bdi> {why} {one["kept"] ? t("keptThere") : ""}
              </span>
            </li>
          );
        })}
      </ul>
      <div class="push flow">
        {lastError.value ? <p class="error" role="alert">{lastError.value}</p> : null}
        <Button quiet disabled={busy.value} onClick={() => void now()}>{t("sendNow")}</Button>
        {waiting.value.length ? <p class="soft">{t("usesAbout", { n: kilobytes() })}</p> : null}
      </div>
    </Frame>
  );
}

export function ForMe() {
  const check = thing("own", "check") as (Thing & { how: string }) | undefined;
  const setup = thing("own", "setup") as (Thing & { phone: string; plain: boolean; trusted?: string; ownNumber?: string }) | undefined;
  const figures = ofKind("figures")[0];
  const [phone, setPhone] = useState(setup?.phone ?? "");
  const [asked, setAsked] = useState(false);
  const numbers = ofKind("number").filter((one) => one["kind_of"] !== "supervisor").sort((a, b) => Number(a["order"]) - Number(b["order"]));
  const save = (change: Record<string, unknown>): void => {
    void keep([{ ...{ phone: "", plain: false }, ...setup, ...change, kind: "own", id: "setup" }]);
  };
  return (
    <Frame title={t("forMe")} tabs>
      <Choices
        legend={t("howAreYou")} hint={t("onlyYou")} chosen={[check?.how ?? ""]}
        options={(["well", "heavy", "limit"] as const).map((code) => ({ code, label: t(code) }))}
        onChoose={([how]) => void keep([{ kind: "own", id: "check", how, at: new Date().toISOString() }])}
      />
      {check && check.how !== "well" ? (
        <>
          <section class="card"><h2>{t("twoMinutes")}</h2><p>{t("breathe")}</p><Listen about="care:breathe" /></section>
          {numbers.length ? <h2>{t("callForMe")}</h2> : null}
          {numbers.slice(0, 2).map((one) => <CallLink key={one.id} number={String(one["number"])} label={both(one["label"])} />)}
        </>
      ) : null}
      <Button quiet={!check || check.how === "well"} onClick={() => go({ name: "callme" })}><Icon name="call" />{t("callMe")}</Button>
      <section class="card">
        <h2>{t("areaNumbers")}</h2>
        {figures ? (
          <dl>
            <div><dt>{t("figContacts", { n: Number(figures["days"]) })}</dt><dd>{String(figures["contacts"])}</dd></div>
            <div><dt>{t("figCases")}</dt><dd>{String(figures["open_cases"])}</dd></div>
            <div><dt>{t("figServices")}</dt><dd>{String(figures["services_near"])}</dd></div>
          </dl>
        ) : null}
      </section>
      <section class="card"><h2>{t("feedback")}</h2><Answers /></section>
      <section class="flow">
        <h2>{t("settings")}</h2>
        {me.value ? <p class="soft">{t("heardAt", { when: when(me.value.heard_at) })}</p> : null}
        <Voices />
        <Field id="supervisor" label={t("supervisorPhone")} type="tel" inputMode="tel" autocomplete="off" value={phone}
          onInput={(value) => { setPhone(value); save({ phone: value }); }} />
        <label class="choice">
          <input type="checkbox" checked={setup?.plain ?? false}
            onChange={(e) => { localStorage.setItem("plain", e.currentTarget.checked ? "1" : ""); save({ plain: e.currentTarget.checked }); applyName(); }} />
          <span>{t("plainName")}</span>
        </label>
        <Button quiet onClick={() => { language.value = language.value === "ur" ? "en" : "ur"; if (me.value) void keep([{ ...me.value, language: language.value }]); }}>
          {language.value === "ur" ? "English" : "اردو"}
        </Button>
        <Button quiet onClick={() => void lockUp()}><Icon name="lock" />{t("lockNow")}</Button>
        {asked ? (
          <section class="card">
            <p>{waiting.value.length ? t("signOffFirst", { n: waiting.value.length }) : t("signOffSaid")}</p>
            {waiting.value.length ? null : <Button onClick={() => void signOff()}>{t("signOff")}</Button>}
            <Button quiet onClick={() => setAsked(false)}>{t("cancel")}</Button>
          </section>
        ) : (
          <Button quiet onClick={() => setAsked(true)}>{t("signOff")}</Button>
        )}
      </section>
    </Frame>
  );
}

/** On a dear line recordings wait until somebody asks for them. */
function Voices() {
  const [busy, setBusy] = useState(false);
  const left = missing();
  const self = me.value;
  if (!left || !self) return null;
  return (
    <section class="card">
      <p>{t("voices", { n: Math.ceil(left / 1024) })}</p>
      <Button quiet disabled={busy} onClick={() => { setBusy(true); void fetchSounds(self.token, true).finally(() => setBusy(false)); }}>{t("fetchVoices")}</Button>
    </section>
  );
}

function Answers() {
  const asked = ofKind("request").sort((a, b) => String(b["asked_at"]).localeCompare(String(a["asked_at"])));
  if (!asked.length) return <p class="soft">{t("noFeedback")}</p>;
  return <ul class="rows" role="list">{asked.slice(0, 10).map((one) => <Answer key={one.id} request={one} />)}</ul>;
}

/** Put the neutral name and icon where the browser looks when the app is installed. */
export function applyName(): void {
  const plain = localStorage.getItem("plain") === "1";
  document.title = plain ? t("plainApp") : t("app");
  document.querySelector<HTMLLinkElement>("link[rel=manifest]")!.href = plain ? "/field/plain.webmanifest" : "/field/manifest.webmanifest";
  document.querySelector<HTMLLinkElement>("link[rel=icon]")!.href = plain ? "/field/plain.svg" : "/field/icon.svg";
}
