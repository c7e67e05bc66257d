/** The pieces of every screen. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { type Key, t } from "./texts";
import { busy, online, tries, waiting } from "./syncing";
import { back, canGoBack, go, type Screen, screen } from "./moving";

const PATHS: Record<string, string> = {
  home: "M4 11l8-7 8 7v9h-5v-6H9v6H4z",
  people: "M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01",
  sent: "M4 13v6h16v-6M4 13l3-8h10l3 8M4 13h5l1 2h4l1-2h5",
  me: "M12 20s-7.500-4.500-7.500-10A4 4 0 0112 7a4 4 0 017.500 3C19.500 15.500 12 20 12 20z",
  back: "M15 5l-7 7 7 7",
  call: "M6 4h3l2 5-2.500 1.500a11 11 0 005 5L15 13l5 2v3a2 2 0 01-2 2A15 15 0 014 6a2 2 0 012-2z",
  offline: "M7 18a4 4 0 010-8 5.500 5.500 0 0110.600 1.500A3.300 3.300 0 0117 18zM4 4l16 16",
  lock: "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 017 0v3",
  sms: "M4 5h16v11H9l-5 4z",
};

export function Icon({ name, points = false }: { name: string; points?: boolean }) {
  return (
    <svg class={points ? "icon points" : "icon"} viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** Whether there is a signal; a quiet word, not an alarm. */
export function Signal() {
  const off = !online.value || tries.value > 0;
  if (!off && !busy.value) return null;
  return (
    <span class="tag">
      {off ? <Icon name="offline" /> : null}
      {t(off ? "offline" : "sending")}
    </span>
  );
}

interface FrameProps {
  title: string;
  children: ComponentChildren;
  tabs?: boolean;
  onBack?: () => void;
}

export function Frame({ title, children, tabs = false, onBack = back }: FrameProps) {
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    main.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [screen.value]);
  return (
    <>
      <header class="top">
        {canGoBack() && !tabs ? (
          <button type="button" class="plain" aria-label={t("back")} onClick={onBack}>
            <Icon name="back" points />
          </button>
        ) : null}
        <h1>{title}</h1>
        <Signal />
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        {children}
      </main>
      {tabs ? <Tabs /> : null}
    </>
  );
}

function Tabs() {
  const tabs: [Screen["name"], Key, string][] = [
    ["home", "home", "home"], ["people", "people", "people"], ["sent", "sent", "sent"], ["me", "forMe", "me"],
  ];
  return (
    <nav class="tabs" aria-label={t("parts")}>
      {tabs.map(([name, label, icon]) => (
        <button
          type="button" key={name} aria-current={screen.value.name === name ? "page" : undefined}
          onClick={() => go({ name } as Screen, true)}
        >
          <Icon name={icon} />
          <span>
            {t(label)}
            {name === "sent" && waiting.value.length ? <b class="count">{waiting.value.length}</b> : null}
          </span>
        </button>
      ))}
    </nav>
  );
}

type ButtonProps = Omit<JSX.IntrinsicElements["button"], "class"> & { quiet?: boolean; risk?: boolean };

export function Button({ quiet, risk, children, type = "button", ...rest }: ButtonProps) {
  return (
    <button type={type} class={`button${quiet ? " quiet" : ""}${risk ? " risk" : ""}`} {...rest}>
      {children}
    </button>
  );
}

/** A number to call, or a message to write: the phone's own app takes it from there. */
export function CallLink({ number, label, risk }: { number: string; label: string; risk?: boolean }) {
  return (
    <a class={`button${risk ? " risk" : " quiet"}`} href={`tel:${number.replace(/[^+\d]/g, "")}`}>
      <Icon name="call" />
      <span>
        {label} <bdi dir="ltr">{number}</bdi>
      </span>
    </a>
  );
}

export interface Option {
  code: string;
  label: ComponentChildren;
}

interface ChoicesProps {
  legend: string;
  lang?: string | undefined; // of the legend, where it is not the reader's
  hint?: string;
  options: readonly Option[];
  chosen: readonly string[];
  many?: boolean;
  onChoose: (codes: string[]) => void;
}

export function Choices({ legend, lang, hint, options, chosen, many = false, onChoose }: ChoicesProps) {
  const choose = (code: string, on: boolean): void => {
    if (!many) return onChoose([code]);
    onChoose(on ? [...chosen, code] : chosen.filter((one) => one !== code));
  };
  return (
    <fieldset class="choices">
      <legend>
        <h2 lang={lang} dir={lang ? "auto" : undefined}>{legend}</h2>
      </legend>
      {hint ? <p class="soft">{hint}</p> : null}
      {options.map(({ code, label }) => (
        <label class="choice" key={code}>
          <input
            type={many ? "checkbox" : "radio"} name={legend} value={code} checked={chosen.includes(code)}
            onChange={(e) => choose(code, e.currentTarget.checked)}
            onClick={() => (!many && chosen.includes(code) ? onChoose([code]) : undefined)}
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface FieldProps {
  id: string;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  value: string;
  long?: boolean;
  type?: string;
  inputMode?: "numeric" | "tel" | "text";
  autocomplete?: string;
  onInput: (value: string) => void;
}

export function Field({ id, label, hint, error, value, long = false, type = "text", onInput, inputMode, autocomplete }: FieldProps) {
  const described = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  const shared = {
    id, value, "aria-describedby": described || undefined, "aria-invalid": error ? true : undefined,
    autocomplete: autocomplete ?? "off", inputMode: inputMode ?? "text",
    onInput: (e: Event) => onInput((e.currentTarget as HTMLInputElement | HTMLTextAreaElement).value),
  };
  const box = { password: <input type="password" {...shared} />, tel: <input type="tel" {...shared} /> }[type];
  return (
    <div class={error ? "field wrong" : "field"}>
      <label for={id}>{label}</label>
      {hint ? <span class="soft" id={`${id}-hint`}>{hint}</span> : null}
      {error ? <span class="error" id={`${id}-error`} role="alert">{error}</span> : null}
      {long ? <textarea rows={3} maxLength={500} {...shared} /> : (box ?? <input type="text" {...shared} />)}
    </div>
  );
}

interface FoldProps {
  summary: ComponentChildren;
  class?: string;
  open?: boolean;
  children: () => ComponentChildren;
}

/** Something that is unfolded. What is inside is made when it is: a slow phone draws what is seen first. */
export function Fold({ summary, open = false, children, ...rest }: FoldProps) {
  const [made, setMade] = useState(open);
  return (
    <details open={open} onToggle={(e) => (e.currentTarget.open ? setMade(true) : undefined)} {...rest}>
      <summary onClick={() => setMade(true)}>{summary}</summary>
      {made || open ? children() : null}
    </details>
  );
}

export function Steps({ n, of }: { n: number; of: number }) {
  const said = t("step", { n, of });
  return (
    <>
      <p class="soft">{said}</p>
      <progress value={n} max={of} aria-label={said} />
    </>
  );
}
