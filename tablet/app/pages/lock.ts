/* Opening one's store: the PIN of a person who has one here, or a new store for who is signed in. */
import { button, field, h } from "../dom";
import { SIGN_IN, changePerson } from "../signing_out";
import { type Me, me } from "../sync/api";
import { gettext, interpolate } from "../texts";
import { nameOf } from "../store/kept";
import { HasStore, type Lock, MustWait, SHORTEST_PIN, WrongPin, locks, makeLock, renewDevice, unlock } from "../store/vault";
import { faultWords, page } from "./frame";

export type Opened = (person: string, key: CryptoKey) => Promise<void>;

export async function lockPage(opened: Opened): Promise<void> {
  const kept = await locks();
  const main = page(gettext("Mở kho dữ liệu của bạn"), null, ...kept.map((lock) => pinForm(lock, opened)));
  main.querySelector("input")?.focus();
  void me().catch(() => null).then((who) => {
    main.append(newcomer(who, kept, opened));
    if (!kept.length) main.querySelector("input")?.focus();
  });
}

function pinInput(complete: "current-password" | "new-password"): HTMLInputElement {
  return h("input", { class: "t-input", type: "password", autocomplete: complete, minlength: SHORTEST_PIN, required: true });
}

function pinForm(lock: Lock, opened: Opened): HTMLElement {
  const pin = pinInput("current-password");
  const wrong = h("p", { class: "t-error", role: "alert" });
  const send = h("button", { class: "t-button t-button--primary", type: "submit" }, gettext("Mở"));
  const form = h("form", { class: "t-card", "data-lock": lock.person }, h("h2", {}, lock.name), field(gettext("Mã PIN"), pin), wrong, send,
    lock.signedOutAt ? h("p", {}, h("a", { class: "t-button", href: SIGN_IN }, gettext("Đăng nhập"))) : null);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send.disabled = true;
    openAgain(lock, pin.value)
      .then((key) => opened(lock.person, key))
      .catch((error: unknown) => wrong.replaceChildren(...refusal(error)))
      .finally(() => ((send.disabled = false), (pin.value = "")));
  });
  return form;
}

class MustSignIn extends Error {}

/* A device that was closed from afar opens again only for who has signed in anew; what it never sent is still there. */
async function openAgain(lock: Lock, pin: string): Promise<CryptoKey> {
  if (!lock.signedOutAt) return unlock(lock.person, pin);
  const who = await me().catch(() => null);
  if (who?.person?.id !== lock.person) throw new MustSignIn();
  const key = await unlock(lock.person, pin);
  await renewDevice(lock.person);
  return key;
}

function refusal(error: unknown): (Node | string)[] {
  if (error instanceof MustSignIn) return [gettext("Máy này đã bị ngừng dùng từ xa. Hãy đăng nhập lại trên máy này rồi nhập mã PIN; việc chưa gửi vẫn còn.")];
  if (!(error instanceof WrongPin || error instanceof MustWait)) return faultWords(nameOf(error));
  const seconds = Math.ceil((error.waitUntil - Date.now()) / 1000);
  if (seconds <= 0) return [gettext("Mã PIN chưa đúng. Hãy nhập lại.")];
  return [interpolate(gettext("Mã PIN chưa đúng. Đợi %(seconds)s giây rồi nhập lại. Dữ liệu vẫn còn nguyên."), { seconds })];
}

function newcomer(who: Me | null, kept: readonly Lock[], opened: Opened): HTMLElement {
  if (!who) return h("p", { class: "t-hint" }, gettext("Không có mạng. Lần đầu dùng máy này cần có mạng để đăng nhập."));
  if (!who.person) return h("p", {}, h("a", { class: "t-button", href: SIGN_IN }, gettext("Đăng nhập")));
  const { id, name } = who.person;
  return h("div", {}, kept.some((lock) => lock.person === id) ? null : newStore(id, name, opened), another(name));
}

/* Two people share this tablet: the second one signs in here, and what the first one has not sent stays where it is. */
function another(name: string): HTMLElement {
  const said = h("p", { class: "t-error", role: "alert" });
  const change = async () => {
    if (!(await changePerson())) said.textContent = gettext("Không có mạng nên chưa đổi được. Ai đã có kho dữ liệu trên máy này thì mở bằng mã PIN.");
  };
  return h("section", {}, h("h2", {}, gettext("Người khác dùng máy này")),
    h("p", {}, interpolate(gettext("%(name)s đang đăng nhập. Người khác đăng nhập thì dữ liệu của %(name)s vẫn nằm trên máy, khóa bằng mã PIN."), { name })), said,
    button(gettext("Đăng nhập người khác"), () => void change()));
}

function newStore(person: string, name: string, opened: Opened): HTMLElement {
  const [pin, again] = [pinInput("new-password"), pinInput("new-password")];
  const wrong = h("p", { class: "t-error", role: "alert" });
  const form = h(
    "form", { class: "t-card", "data-new-store": person },
    h("h2", {}, interpolate(gettext("Lần đầu trên máy này: %(name)s"), { name })),
    h("p", {}, gettext("Đặt mã PIN để mã hóa dữ liệu trên máy. Quên mã thì phần chưa gửi không mở được nữa.")),
    field(gettext("Mã PIN mới"), pin, interpolate(gettext("Ít nhất %(count)s ký tự, chữ hoặc số."), { count: SHORTEST_PIN })),
    field(gettext("Nhập lại mã PIN"), again), wrong, h("button", { class: "t-button t-button--primary", type: "submit" }, gettext("Tạo kho dữ liệu")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (pin.value !== again.value) return void (wrong.textContent = gettext("Hai lần nhập chưa giống nhau."));
    void makeLock(person, name, pin.value).then((key) => opened(person, key)).catch((error: unknown) => {
      if (error instanceof HasStore) return lockPage(opened);
      wrong.replaceChildren(...faultWords(nameOf(error)));
    });
  });
  return form;
}
