/** Every word of the app, in English and Urdu. Terms are those of GLOSSARY.md. */
import { computed, signal } from "@preact/signals";
import { CARE_TEXTS } from "./texts_care";
import { WALK_TEXTS } from "./texts_walk";

export type Language = "en" | "ur";
export const language = signal<Language>("ur");
export const dir = computed(() => (language.value === "ur" ? "rtl" : "ltr"));

export const TEXTS = {
  ...CARE_TEXTS,
  ...WALK_TEXTS,
  app: ["Sukoon", "سکون"],
  plainApp: ["Notes", "یادداشت"],
  offline: ["Offline", "آف لائن"],
  sending: ["Sending", "بھیج رہا ہے"],
  online: ["Connected", "منسلک"],
  back: ["Back", "پیچھے"],
  next: ["Continue", "جاری رکھیں"],
  save: ["Save", "محفوظ کریں"],
  cancel: ["Cancel", "منسوخ کریں"],
  yes: ["Yes", "جی ہاں"],
  no: ["No", "نہیں"],
  step: ["Step {n} of {of}", "قدم {n} ({of} میں سے)"],
  kept: ["Saved on this phone at each step.", "ہر قدم پر فون میں محفوظ۔"],
  home: ["Home", "آغاز"],
  people: ["People", "افراد"],
  sent: ["Sent", "بھیجا گیا"],
  forMe: ["For me", "میرے لیے"],
  parts: ["Parts of the app", "ایپ کے حصے"],
  whoHelped: ["Who did you help today?", "آج آپ نے کس کی مدد کی؟"],
  someoneNew: ["Someone new", "کوئی نیا فرد"],
  someoneKnown: ["Someone I know", "جسے میں جانتی ہوں"],
  lifeInDanger: ["A life is in danger", "کسی کی جان خطرے میں ہے"],
  goOn: ["Go on with someone new", "نئے فرد کا اندراج جاری رکھیں"],
  waitingNone: ["Everything has been delivered.", "سب کچھ پہنچ چکا ہے۔"],
  waitingOne: ["1 entry waits for a signal. It is safe on this phone.", "1 اندراج سگنل کے انتظار میں ہے۔ وہ اس فون میں محفوظ ہے۔"],
  waitingSome: ["{n} entries wait for a signal. They are safe on this phone.", "{n} اندراجات سگنل کے انتظار میں ہیں۔ وہ اس فون میں محفوظ ہیں۔"],
  due: ["due", "باقی"],
  late: ["{n} days late", "{n} دن تاخیر"],
  today: ["today", "آج"],
  inDays: ["in {n} days", "{n} دن میں"],
  visitAgain: ["Visit again", "دوبارہ ملیں"],
  nothingDue: ["Nothing is due.", "کوئی کام باقی نہیں۔"],
  // connecting and unlocking
  welcome: ["Work without a signal", "سگنل کے بغیر کام کریں"],
  welcomeSaid: ["Connect this phone once, with a signal. After that it works anywhere.", "یہ فون ایک بار سگنل کے ساتھ جوڑیں۔ پھر یہ ہر جگہ کام کرے گا۔"],
  connectHere: ["Sign in and connect this phone", "سائن ان کر کے یہ فون جوڑیں"],
  haveCode: ["I have a code", "میرے پاس کوڈ ہے"],
  code: ["Code", "کوڈ"],
  codeHint: ["Twelve letters and digits, from your account's page.", "بارہ حروف اور ہندسے، آپ کے اکاؤنٹ کے صفحے سے۔"],
  connect: ["Connect", "جوڑیں"],
  connecting: ["Connecting…", "جوڑا جا رہا ہے…"],
  noAnswer: ["No answer. Go where there is a signal and try again.", "جواب نہیں ملا۔ سگنل والی جگہ جا کر دوبارہ کوشش کریں۔"],
  choosePin: ["Choose a PIN", "پِن چنیں"],
  pinSaid: ["At least 6 digits. Nobody else knows it and nobody can look it up: without it, what is on this phone stays closed.", "کم از کم 6 ہندسے۔ اسے کوئی اور نہیں جانتا اور نہ کوئی بتا سکتا ہے: اس کے بغیر فون میں جو ہے وہ بند رہتا ہے۔"],
  pin: ["PIN", "پِن"],
  pinAgain: ["The PIN once more", "پِن ایک بار پھر"],
  pinShort: ["Choose at least 6 digits.", "کم از کم 6 ہندسے چنیں۔"],
  pinSimple: ["This PIN is easy to guess. Choose another.", "یہ پِن آسانی سے بوجھا جا سکتا ہے۔ دوسرا چنیں۔"],
  pinDiffers: ["The two PINs are not the same.", "دونوں پِن ایک جیسے نہیں۔"],
  whoAreYou: ["Who are you?", "آپ کون ہیں؟"],
  unlock: ["Unlock", "کھولیں"],
  unlocking: ["Opening…", "کھل رہا ہے…"],
  pinWrong: ["That is not the PIN. {n} more tries, then this phone empties itself. What was not sent stays, sealed, and is sent later.", "یہ پِن نہیں۔ مزید {n} کوششیں، پھر یہ فون خود خالی ہو جائے گا۔ جو نہیں بھیجا گیا وہ بند لفافے میں رہے گا اور بعد میں بھیجا جائے گا۔"],
  pinWait: ["Wait {n} seconds, then try again.", "{n} سیکنڈ رکیں، پھر کوشش کریں۔"],
  emptied: ["This phone was emptied", "یہ فون خالی کر دیا گیا"],
  emptiedSaid: ["Nothing of your work is on it any more. What had not been sent was handed over or sealed; nobody but the server can open it.", "آپ کے کام میں سے اس پر اب کچھ نہیں۔ جو نہیں بھیجا گیا تھا وہ دے دیا گیا یا بند لفافے میں ہے؛ اسے سرور کے سوا کوئی نہیں کھول سکتا۔"],
  another: ["Another worker on this phone", "اس فون پر کوئی اور کارکن"],
  lockNow: ["Lock", "بند کریں"],
  staleTitle: ["Too long without a signal", "بہت دن سے سگنل نہیں"],
  staleSaid: ["The server has not been heard for {n} days, so what is known of persons stays closed until it is. You can go on writing: nothing is lost.", "{n} دن سے سرور سے رابطہ نہیں ہوا، اس لیے افراد کی معلومات رابطے تک بند ہیں۔ آپ لکھ سکتے ہیں: کچھ ضائع نہیں ہوتا۔"],
  // someone new
  whoIsIt: ["Who is it?", "کون ہے؟"],
  whoSaid: ["No name is needed. A neutral name is shown.", "نام کی ضرورت نہیں۔ ایک فرضی نام دکھایا جاتا ہے۔"],
  woman: ["A woman", "عورت"],
  man: ["A man", "مرد"],
  girl: ["A girl (under 18)", "لڑکی (18 سے کم)"],
  boy: ["A boy (under 18)", "لڑکا (18 سے کم)"],
  notTold: ["Not told", "نہیں بتایا"],
  whatWeighs: ["What weighs on them most?", "ان پر سب سے زیادہ بوجھ کس بات کا ہے؟"],
  allTold: ["Choose all that they told you.", "جو انہوں نے بتایا، سب چنیں۔"],
  whatDid: ["What did you do?", "آپ نے کیا کیا؟"],
  inDanger: ["Is a life in danger?", "کیا کسی کی جان خطرے میں ہے؟"],
  inDangerSaid: ["Have they spoken of dying, of hurting themselves or somebody else, or does somebody hurt them?", "کیا انہوں نے مرنے، خود کو یا کسی اور کو نقصان پہنچانے کی بات کی، یا کوئی انہیں نقصان پہنچاتا ہے؟"],
  noDanger: ["No sign of it", "کوئی نشانی نہیں"],
  unsure: ["I am not sure", "یقین نہیں"],
  yesDanger: ["Yes", "جی ہاں"],
  agree: ["Do they agree that you keep this?", "کیا وہ راضی ہیں کہ آپ یہ لکھ رکھیں؟"],
  agreeSaid: ["Tell them: it is kept for their care, those who care for them see it, and they may take it back.", "انہیں بتائیں: یہ ان کی نگہداشت کے لیے رکھا جاتا ہے، نگہداشت کرنے والے اسے دیکھتے ہیں، اور وہ اسے واپس لے سکتے ہیں۔"],
  theyAgree: ["They agree. Save", "وہ راضی ہیں۔ محفوظ کریں"],
  theyDoNot: ["They do not agree", "وہ راضی نہیں"],
  notKept: ["Nothing of this person is kept. You helped, and that counts.", "اس فرد کا کچھ نہیں رکھا گیا۔ آپ نے مدد کی، یہی اہم ہے۔"],
  guardianName: ["Name of the guardian who agrees", "راضی ہونے والے سرپرست کا نام"],
  guardianHint: ["For somebody under 18 the guardian agrees too.", "18 سے کم عمر کے لیے سرپرست بھی راضی ہوتا ہے۔"],
  againIn: ["When do you see them again?", "دوبارہ کب ملیں گے؟"],
  week: ["In a week", "ایک ہفتے میں"],
  tomorrow: ["Tomorrow", "کل"],
  month: ["In a month", "ایک مہینے میں"],
  never: ["No date", "کوئی تاریخ نہیں"],
  savedFor: ["Saved: {who}", "محفوظ: {who}"],
  // a person
  newContact: ["A new contact", "نیا رابطہ"],
  howReached: ["How did you meet?", "کیسے ملے؟"],
  howNow: ["How are they now?", "اب وہ کیسے ہیں؟"],
  fewWords: ["In a few words (no names)", "چند الفاظ میں (نام نہ لکھیں)"],
  optional: ["optional", "اختیاری"],
  askQuestions: ["Ask questions", "سوالات پوچھیں"],
  refer: ["Refer", "ریفر کریں"],
  askSupervisor: ["Ask a supervisor", "نگران سے پوچھیں"],
  thePlan: ["The plan", "منصوبہ"],
  addGoal: ["Add a goal", "ہدف شامل کریں"],
  goal: ["Goal, in their words", "ہدف، ان کے الفاظ میں"],
  dueBy: ["By when", "کب تک"],
  reached: ["Reached", "حاصل ہوا"],
  conflictHere: ["Somebody else changed the same. Both are kept; decide.", "کسی اور نے بھی یہی بدلا۔ دونوں محفوظ ہیں؛ فیصلہ کریں۔"],
  keepStands: ["Keep: {value}", "رکھیں: {value}"],
  takeProposed: ["Take: {value}", "لیں: {value}"],
  toDo: ["To do", "کرنے کے کام"],
  done: ["Done", "ہو گیا"],
  lastMet: ["Last met {when}", "آخری ملاقات {when}"],
  notYetThere: ["Not on the server yet", "ابھی سرور پر نہیں"],
  riskOpen: ["A risk to life is open", "جان کا خطرہ درج ہے"],
  noPeople: ["Nobody yet. Begin with someone new.", "ابھی کوئی نہیں۔ کسی نئے فرد سے آغاز کریں۔"],
  // questions
  chooseSet: ["Which questions?", "کون سے سوالات؟"],
  question: ["{title} · question {n} of {of}", "{title} · سوال {n} ({of} میں سے)"],
  standIn: ["A short label stands here. Ask with the words your organisation has a licence for.", "یہاں مختصر عنوان ہے۔ وہ الفاظ پوچھیں جن کی اجازت آپ کے ادارے کے پاس ہے۔"],
  noReply: ["Did not answer", "جواب نہیں دیا"],
  draft: ["Draft: needs clinical sign-off", "مسودہ: طبی منظوری باقی ہے"],
  score: ["Total {total}", "کل {total}"],
  noScore: ["No total: {why}", "کل نہیں بنا: {why}"],
  noBand: ["No band is shown: this wording or group has none that was validated.", "درجہ نہیں دکھایا جاتا: ان الفاظ یا گروہ کے لیے کوئی تصدیق شدہ درجہ نہیں۔"],
  // risk
  stay: ["Stay with them now", "ابھی ان کے ساتھ رہیں"],
  notDelivered: ["Not yet delivered.", "ابھی نہیں پہنچا۔"],
  nobodyKnows: ["Nobody has been told yet. Call somebody.", "ابھی کسی کو اطلاع نہیں ملی۔ کال کریں۔"],
  deliveredAt: ["Delivered {when}. Your team has been told.", "{when} پر پہنچا۔ آپ کی ٹیم کو اطلاع ہو گئی۔"],
  refusedRisk: ["The server did not take this. Call somebody now.", "سرور نے یہ نہیں لیا۔ ابھی کال کریں۔"],
  callSupervisor: ["Call your supervisor", "نگران کو کال کریں"],
  smsSupervisor: ["Send your supervisor an SMS", "نگران کو ایس ایم ایس بھیجیں"],
  smsWords: ["A life may be in danger. Please call me now. (Sukoon)", "کسی کی جان خطرے میں ہو سکتی ہے۔ مجھے ابھی کال کریں۔ (سکون)"],
  noNumber: ["No number of your supervisor is kept. Add it under “For me”.", "نگران کا نمبر درج نہیں۔ ”میرے لیے“ میں درج کریں۔"],
  writtenAt: ["Written {when}. Tried {n} times. It goes first when a signal returns.", "{when} پر لکھا۔ {n} بار کوشش ہوئی۔ سگنل آتے ہی سب سے پہلے جائے گا۔"],
  byVoice: ["I reached someone by voice", "میری کسی سے بات ہو گئی"],
  byVoiceDone: ["You reached somebody by voice at {when}.", "{when} پر آپ کی کسی سے بات ہوئی۔"],
  howGrave: ["How grave is it?", "خطرہ کتنا ہے؟"],
  whoseLife: ["Who is it?", "کون ہے؟"],
  notListed: ["Somebody else", "کوئی اور"],
  // sent
  nothingLost: ["Nothing is lost", "کچھ ضائع نہیں ہوا"],
  sendNow: ["Try to send now", "ابھی بھیجنے کی کوشش کریں"],
  usesAbout: ["Uses about {n} kB.", "تقریباً {n} کلو بائٹ لگیں گے۔"],
  delivered: ["Delivered", "پہنچ گیا"],
  merged: ["Delivered, merged", "پہنچ گیا، ملا دیا گیا"],
  conflict: ["Conflict", "تضاد"],
  rejected: ["Not taken", "نہیں لیا گیا"],
  keptThere: ["It is kept on the server, and somebody looks at it.", "یہ سرور پر محفوظ ہے اور کوئی اسے دیکھے گا۔"],
  bothKept: ["Both values are kept; one who leads the case decides.", "دونوں باتیں محفوظ ہیں؛ کیس کا سربراہ فیصلہ کرے گا۔"],
  // what operations say
  opContact: ["Contact", "رابطہ"],
  opPerson: ["New person", "نیا فرد"],
  opConsent: ["Consent", "رضامندی"],
  opCase: ["Case opened", "کیس کھولا گیا"],
  opAssessment: ["What weighs", "بوجھ"],
  opQuestions: ["Questions", "سوالات"],
  opRisk: ["Life in danger", "جان کا خطرہ"],
  opTask: ["Next visit", "اگلی ملاقات"],
  opDone: ["Done", "ہو گیا"],
  opPlan: ["Plan", "منصوبہ"],
  opDecision: ["Decision", "فیصلہ"],
  opNote: ["Note", "نوٹ"],
  opRead: ["Answer read", "جواب پڑھا گیا"],
  opReferral: ["Referral", "ریفرل"],
  opQuestion: ["Question to supervisor", "نگران سے سوال"],
  // refer
  whereGo: ["Where would they like to go?", "وہ کہاں جانا چاہیں گے؟"],
  nearest: ["Nearest first. Nothing is shared until they say yes.", "قریب ترین پہلے۔ ان کی رضامندی تک کچھ نہیں بتایا جاتا۔"],
  noServices: ["No service is known near you. It comes with the next signal.", "آپ کے قریب کوئی خدمت معلوم نہیں۔ اگلے سگنل کے ساتھ آئے گی۔"],
  free: ["free", "مفت"],
  openUntil: ["open until {at}", "{at} تک کھلا"],
  openNow: ["open now", "ابھی کھلا"],
  closedNow: ["closed now", "ابھی بند"],
  whatFor: ["What do they need there?", "انہیں وہاں کیا چاہیے؟"],
  howSoon: ["How soon?", "کتنی جلدی؟"],
  mayTell: ["What may be told there?", "وہاں کیا بتایا جا سکتا ہے؟"],
  mayTellSaid: ["Ask them. Only what is ticked goes along; nothing before they say yes.", "ان سے پوچھیں۔ صرف نشان زدہ باتیں جائیں گی؛ ان کی ہاں سے پہلے کچھ نہیں۔"],
  agreeSend: ["They agree. Send referral", "وہ راضی ہیں۔ ریفر کریں"],
  referralOf: ["Referral to {to}", "ریفرل: {to}"],
  referTell: ["Nobody answers there through this system: call them too.", "وہاں کوئی اس نظام سے جواب نہیں دیتا: انہیں فون بھی کریں۔"],
  search: ["Search", "تلاش"],
  // ask
  yourQuestion: ["Your question (no names)", "آپ کا سوال (نام نہ لکھیں)"],
  askSaid: ["Once it is delivered, a supervisor sees the question and the case, not the name.", "پہنچ جانے پر نگران سوال اور کیس دیکھے گا، نام نہیں۔"],
  send: ["Send", "بھیجیں"],
  // for me
  howAreYou: ["And how are you?", "اور آپ کیسی ہیں؟"],
  onlyYou: ["Only you see this. It stays on this phone and is never sent.", "یہ صرف آپ دیکھتی ہیں۔ یہ اسی فون میں رہتا ہے اور کبھی نہیں بھیجا جاتا۔"],
  well: ["I am well", "ٹھیک ہوں"],
  heavy: ["It is heavy this week", "یہ ہفتہ بھاری ہے"],
  limit: ["I am close to my limit", "ہمت جواب دے رہی ہے"],
  twoMinutes: ["Two minutes now", "ابھی دو منٹ"],
  breathe: ["Sit. Feet on the floor. Breathe out longer than you breathe in, ten times.", "بیٹھ جائیں۔ پاؤں زمین پر۔ دس بار سانس لیں؛ باہر کی سانس لمبی ہو۔"],
  callForMe: ["Someone to talk to", "بات کرنے کے لیے"],
  areaNumbers: ["My area's numbers", "میرے علاقے کے اعداد"],
  figContacts: ["My contacts in the last {n} days (contacts, not people)", "پچھلے {n} دن میں میرے رابطے (رابطے، افراد نہیں)"],
  figCases: ["My open cases", "میرے کھلے کیس"],
  figServices: ["Services around me", "میرے اردگرد خدمات"],
  feedback: ["Feedback for me", "میرے لیے رائے"],
  answerTo: ["Answer about {who}", "{who} کے بارے میں جواب"],
  waitsFor: ["Asked {when}; an answer is due by {due}.", "{when} کو پوچھا؛ جواب {due} تک متوقع ہے۔"],
  iRead: ["I have read it", "میں نے پڑھ لیا"],
  stateSent: ["Sent", "بھیجا گیا"],
  stateReceived: ["Received", "مل گیا"],
  stateAccepted: ["Accepted", "قبول"],
  stateDeclined: ["Declined", "معذرت"],
  stateBooked: ["Booked", "وقت طے"],
  stateSeen: ["Seen", "ملاقات ہو گئی"],
  stateNoShow: ["Did not come", "نہیں آئے"],
  stateBack: ["Reported back", "جواب آ گیا"],
  stateEnded: ["Ended", "ختم"],
  noFeedback: ["No answer from a supervisor yet.", "ابھی نگران کا کوئی جواب نہیں۔"],
  settings: ["This phone", "یہ فون"],
  supervisorPhone: ["Your supervisor's number", "نگران کا نمبر"],
  otherLanguage: ["English", "اردو"],
  plainName: ["Use a neutral name and icon", "عام نام اور نشان استعمال کریں"],
  signOff: ["Sign this phone off", "یہ فون الگ کریں"],
  signOffSaid: ["Everything is sent first. Then nothing of your work is on this phone any more.", "پہلے سب کچھ بھیجا جاتا ہے۔ پھر اس فون پر آپ کا کوئی کام نہیں رہتا۔"],
  signOffFirst: ["{n} entries are not sent yet. Send them first.", "{n} اندراجات ابھی نہیں بھیجے گئے۔ پہلے انہیں بھیجیں۔"],
  heardAt: ["The server was last heard {when}.", "سرور سے آخری رابطہ {when}۔"],
  skip: ["Skip to the main part", "اصل حصے پر جائیں"],
  mustChoose: ["Choose at least one.", "کم از کم ایک چنیں۔"],
  mustWrite: ["Write a few words.", "چند الفاظ لکھیں۔"],
} as const satisfies Record<string, readonly [string, string]>;

export type Key = keyof typeof TEXTS;

export function t(key: Key, told: Record<string, string | number> = {}): string {
  const text: string = TEXTS[key][language.value === "ur" ? 1 : 0];
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(told[name] ?? ""));
}

/** What a language is called by those who speak it. */
export function languageName(code: string): string {
  const own = { ur: "اردو", ps: "پښتو", sd: "سنڌي", pa: "پنجابی", bal: "بلوچی", skr: "سرائیکی", prs: "دری", khw: "کھوار" } as Record<string, string>;
  return own[code] ?? new Intl.DisplayNames([code, "en"], { type: "language" }).of(code) ?? code;
}

const TASKS: Record<string, Key> = {
  contact: "visitAgain", session: "taskSession", score: "taskScore", plan_review: "taskPlan", consent: "taskConsent",
  risk_question: "taskRisk", read_answer: "taskAnswer", chase_referral: "taskReferral", same_person: "taskSame", erased: "taskErased",
};

/** What a task is called, where nobody wrote it. */
export function taskText(kind: string): string {
  return t(TASKS[kind] ?? "taskOther");
}

/** A text that came in two languages, in the reader's. */
export function both(told: unknown): string {
  if (!told || typeof told !== "object") return typeof told === "string" ? told : "";
  const texts = told as Record<string, string>;
  return texts[language.value] || texts["en"] || "";
}

/** A moment as people say it: today's hour, else the day. Digits stay left to right. */
export function when(moment: string | number | Date, now: Date = new Date()): string {
  const at = new Date(moment);
  const locale = language.value === "ur" ? "ur-PK-u-nu-latn" : "en-GB";
  const sameDay = at.toDateString() === now.toDateString();
  return new Intl.DateTimeFormat(
    locale, sameDay ? { hour: "2-digit", minute: "2-digit", hour12: false } : { day: "numeric", month: "short" },
  ).format(at);
}

export function daysUntil(moment: string, now: Date = new Date()): number {
  const day = (at: Date): number => Math.floor((at.getTime() - at.getTimezoneOffset() * 60_000) / 86_400_000);
  return day(new Date(moment)) - day(now);
}

export function dueText(moment: string): string {
  const days = daysUntil(moment);
  if (days < 0) return t("late", { n: -days });
  return days === 0 ? t("today") : t("inDays", { n: days });
}
