/** The phone's app: what is shown, and the service worker that lets it open without a signal. */
import { render } from "preact";
import { effect } from "@preact/signals";
import "./style.css";
import { screen } from "./moving";
import { gate, look } from "./session";
import { me, staleDays } from "./syncing";
import { dir, language, t } from "./texts";
import { ChoosePin, Connect, Emptied, Unlock } from "./screens/gates";
import { applyName, ForMe, Home, People, Sent } from "./screens/home";
import { Ask, Contact, Person, Plan, Someone } from "./screens/people";
import { Refer } from "./screens/refer";
import { Raise, Risk, Sets } from "./screens/care";
import { Questions } from "./screens/questions";
import { Guide, Guides } from "./screens/guides";
import { Walk } from "./screens/walk";
import { CallMe } from "./screens/callme";
import { Frame } from "./ui";

function App() {
  const at = gate.value;
  switch (at.at) {
    case "loading": return null;
    case "connect": return <Connect key={at.error} failed={at.error ?? ""} />;
    case "pin": return <ChoosePin {...at} />;
    case "unlock": return <Unlock profiles={at.profiles} />;
    case "emptied": return <Emptied why={at.why} />;
    case "open": return <Inside />;
  }
}

/** What stays closed when the server was not heard for too long: everything about somebody who is known. */
const CLOSED = new Set(["people", "person", "contact", "sets", "questions", "plan", "refer", "ask", "walk"]);

function Inside() {
  const now = screen.value;
  const stale = staleDays(me.value);
  if (stale && CLOSED.has(now.name)) {
    return (
      <Frame title={t("staleTitle")} tabs>
        <p>{t("staleSaid", { n: stale })}</p>
      </Frame>
    );
  }
  switch (now.name) {
    case "home": return <Home />;
    case "people": return <People pick={now.pick} />;
    case "sent": return <Sent />;
    case "me": return <ForMe />;
    case "callme": return <CallMe />;
    case "new": return <Someone step={now.step} />;
    case "person": return <Person id={now.case} />;
    case "contact": return <Contact id={now.case} />;
    case "sets": return <Sets id={now.case} />;
    case "questions": return <Questions key={now.instrument} id={now.case} instrument={now.instrument} />;
    case "risk": return <Risk operation={now.operation} />;
    case "raise": return <Raise id={now.case} />;
    case "refer": return <Refer id={now.case} />;
    case "ask": return <Ask id={now.case} />;
    case "plan": return <Plan id={now.case} />;
    case "guides": return <Guides id={now.case} />;
    case "guide": return <Guide pathway={now.pathway} />;
    case "walk": return <Walk id={now.walk} />;
  }
}

effect(() => {
  document.documentElement.lang = language.value;
  document.documentElement.dir = dir.value;
  applyName();
});
render(<App />, document.getElementById("app")!);
void look();
if ("serviceWorker" in navigator) void navigator.serviceWorker.register("/field/sw.js", { scope: "/field/" });
