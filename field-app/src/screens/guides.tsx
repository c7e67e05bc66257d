/** Finding a pathway for what somebody says, and reading one without a case. */
import { useState } from "preact/hooks";
import type { PathwayData, PathwaysData } from "../engines/library";
import { go } from "../moving";
import { t } from "../texts";
import { Button, Field, Fold, Frame } from "../ui";
import { type CaseThing, caseOf, nameOf } from "../work";
import { begin, guides, nodeWords, said, walksOf } from "../walks";

/** Draft until somebody signed this version: on every screen of a pathway. */
export function Stamp({ one }: { one: PathwayData }) {
  const who = [one.status === "signed" ? one.reviewed_by : "", one.signed_by ?? ""].filter(Boolean).join(", ");
  return (
    <p class="stamp">
      {who
        ? <span class="tag good">{t("signedBy", { who })}</span>
        : <span class="tag warn">{t("draft")}</span>}{" "}
      <small>{t("version", { version: "" })}<bdi dir="ltr">{one.version}</bdi></small>
    </p>
  );
}

export function Why({ said: told }: { said: { why: string; source: string; source_tag: string } }) {
  return (
    <Fold class="why" summary={t("why")}>
      {() => <><p>{told.why}</p><small><bdi dir="ltr">{told.source} [{told.source_tag}]</bdi></small></>}
    </Fold>
  );
}

/** Walks under way of a person, and the way to begin one. */
export function WalksOf({ one }: { one: CaseThing }) {
  const known = guides();
  if (!known) return null;
  return (
    <>
      {walksOf(one.id).map((walk) => (
        <Button key={walk.id} onClick={() => go({ name: "walk", walk: walk.id })}>
          {t("guideGoOn", { title: known.data.pathways[walk.pathway]?.title ?? walk.pathway })}
        </Button>
      ))}
      <Button quiet onClick={() => go({ name: "guides", case: one.id })}>{t("guide")}</Button>
    </>
  );
}

/** The pathways; for a case to begin one, else to read. A complaint in any language finds the right ones. */
export function Guides({ id }: { id?: string | undefined }) {
  const [text, setText] = useState("");
  const known = guides();
  const one = id ? caseOf(id) : undefined;
  if (!known) return <Frame title={t("guides")}><p>{t("noGuides")}</p></Frame>;
  const { data, index } = known;
  const found = text.trim() ? index.find(text).map((hit) => hit.pathway) : Object.keys(data.pathways);
  const choose = async (pathway: string): Promise<void> => {
    if (!one) return go({ name: "guide", pathway });
    const begun = await begin(one, pathway, text);
    go({ name: "walk", walk: begun.walk }, true);
    if (begun.risk) go({ name: "risk", operation: begun.risk });
  };
  return (
    <Frame title={t(one ? "guide" : "guides")}>
      {one ? <p class="soft">{nameOf(one)}</p> : null}
      <Field id="complaint" label={t("whatSaid")} hint={t("whatSaidHint")} value={text} onInput={setText} />
      {found.length ? null : <p>{t("guideNone")}</p>}
      <ul class="rows" role="list">
        {(found.length ? found : ["gpc"]).map((pathway) => (
          <li class="row" key={pathway}>
            <button type="button" class="plain" onClick={() => void choose(pathway)}>
              <span class="who">{data.pathways[pathway]!.title}</span>
              <span class="why">{data.pathways[pathway]!.about}</span>
            </button>
          </li>
        ))}
      </ul>
    </Frame>
  );
}

/** One pathway in words: every question, way, plan and reason. */
export function Guide({ pathway }: { pathway: string }) {
  const data = guides()?.data;
  const one = data?.pathways[pathway];
  if (!data || !one) return <Frame title={t("guides")}><p>{t("noGuides")}</p></Frame>;
  return (
    <Frame title={one.title}>
      <p>{one.about}</p>
      <Stamp one={one} />
      {order(one).map((id) => <Part key={id} data={data} one={one} id={id} />)}
    </Frame>
  );
}

/** The nodes from the entry down, each once. */
function order({ entry, nodes }: PathwayData): string[] {
  const seen = new Set([entry]);
  for (const id of seen) for (const branch of nodes[id]!.go) seen.add(branch.to); // a set grows while it is read
  return [...seen];
}

function Part({ data, one, id }: { data: PathwaysData; one: PathwayData; id: string }) {
  const node = one.nodes[id]!;
  const question = node.ask ? data.questions[node.ask]! : null;
  if (node.kind === "decide") return null;
  const medicines = (node.medicines ?? []).map((m) => data.medicines[m.medicine]!.name);
  return (
    <section class="card" id={`n-${id}`}>
      <h2>{node.emergency ? <span class="tag risk">{t("actNow")}</span> : null} {nodeWords(data, one.id, id)}</h2>
      {question ? <><p class="soft">{question.answers.map((a) => said(data, question.id, a)).join(" · ")}</p><Why said={question} /></> : null}
      {node.steps?.length ? (
        <ul>
          {node.steps.map(({ step }) => (
            <li key={step}><small>{data.labels.kinds[data.steps[step]!.kind]}</small>{data.steps[step]!.text}</li>
          ))}
        </ul>
      ) : null}
      {medicines.length ? <p>{t("mayAdd")} {medicines.join(", ")}</p> : null}
      {node.kind === "plan" ? null : (
        <ul class="ways">
          {node.go.map(({ to, when }, n) => {
            const told = when && "value" in when && Array.isArray(when.value) && when.name === node.ask
              ? said(data, when.name, when.value) : when ? "…" : node.go.length > 1 ? t("otherwise") : "";
            return <li key={n}><small>{told} → {nodeWords(data, one.id, to)}</small></li>;
          })}
        </ul>
      )}
    </section>
  );
}
