/* This tablet and its owner: lock, PIN, language, storage, clock, what was not taken, taking work out, signing out. */
import { countsOfStore, isUnsent } from "../core/counts";
import { button, field, h } from "../dom";
import { current } from "../session";
import { NotThisFile, SHORTEST_PASSPHRASE, bringIn, carryOut, isCarriedOut } from "../store/carrying";
import { nameOf } from "../store/kept";
import { MustWait, SHORTEST_PIN, WrongPin, changePin } from "../store/vault";
import { signOut } from "../signing_out";
import { type Language, chooseLanguage, currentLanguage, gettext, interpolate, languages, local } from "../texts";
import { clockWarning } from "./clock";
import { faultWords, onLeave, page } from "./frame";
import { refusedSection } from "./refused";
import { storageSection } from "./storage";

export async function devicePage(lock: () => void): Promise<void> {
  const { lock: kept } = current();
  const main = page(interpolate(gettext("Máy này · %(name)s"), { name: kept.name }), { href: "#/", label: gettext("Các buổi kiểm tra") },
    h("div", { class: "t-actions" }, button(gettext("Khóa máy"), lock, { class: "t-button t-button--primary" })));
  main.append(clockWarning(), await refusedSection(onLeave), await storageSection(), carrying(), languageChoice(), pinForm(), leaving(lock));
}

function carrying(): HTMLElement {
  const { store } = current();
  const said = h("p", { role: "status" });
  const passphrase: HTMLInputElement = h("input", { class: "t-input", type: "password", autocomplete: "new-password", minlength: SHORTEST_PASSPHRASE });
  const file: HTMLInputElement = h("input", { class: "t-file", type: "file" });
  const long = () => passphrase.value.length >= SHORTEST_PASSPHRASE || (said.textContent = interpolate(gettext("Mật khẩu của tệp cần ít nhất %(count)s ký tự."), { count: SHORTEST_PASSPHRASE })) === "";
  const out = async () => {
    if (!long()) return;
    save(await carryOut(store, passphrase.value), `kiem-tra-${new Date().toISOString().slice(0, 16).replace(/\D/g, "")}.motcua`);
    said.textContent = gettext("Đã xuất tệp. Giữ mật khẩu của tệp: không có nó thì không ai mở được.");
  };
  const bring = async () => {
    if (!file.files?.[0] || !long()) return;
    const count = await bringIn(store, file.files[0], passphrase.value).catch((error: unknown) => {
      if (error instanceof NotThisFile) return null;
      throw error;
    });
    said.textContent = count === null ? gettext("Tệp không mở được: sai mật khẩu, hoặc tệp của người khác.") : interpolate(gettext("Đã nhận %(count)s việc từ tệp."), { count });
  };
  return h("section", {}, h("h2", {}, gettext("Việc chưa gửi, mang đi bằng tệp")), field(gettext("Mật khẩu của tệp"), passphrase), h("div", { class: "t-actions" }, button(gettext("Xuất việc chưa gửi"), () => void out())), field(gettext("Tệp xuất từ máy khác của bạn"), file), button(gettext("Nhận tệp"), () => void bring()), said);
}

export function save(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

function languageChoice(): HTMLElement {
  const choice: HTMLSelectElement = h("select", { class: "t-input t-input--short", change: () => (chooseLanguage(choice.value as Language), location.reload()) }, languages.map(([code, name]) => h("option", { value: code, selected: code === currentLanguage() }, name)));
  return field(gettext("Ngôn ngữ"), choice, local({ vi: "", en: "" }));
}

function pinForm(): HTMLElement {
  const input = (complete: "current-password" | "new-password") => h("input", { class: "t-input t-input--short", type: "password", autocomplete: complete, required: true, minlength: complete === "new-password" ? SHORTEST_PIN : null });
  const [old, pin] = [input("current-password"), input("new-password")];
  const said = h("p", { role: "status" });
  const form = h("form", {}, h("h2", {}, gettext("Đổi mã PIN")), field(gettext("Mã PIN đang dùng"), old), field(gettext("Mã PIN mới"), pin), said, h("button", { class: "t-button", type: "submit" }, gettext("Đổi mã PIN")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    changePin(current().store.person, old.value, pin.value)
      .then(() => (said.textContent = gettext("Đã đổi mã PIN."), form.reset()))
      .catch((error: unknown) => {
        if (!(error instanceof WrongPin || error instanceof MustWait)) return said.replaceChildren(...faultWords(nameOf(error)));
        said.textContent = gettext("Mã PIN đang dùng chưa đúng. Đợi một lát rồi nhập lại.");
      });
  });
  return form;
}

/* Signing out empties the tablet, so it is refused while anything exists here alone. */
function leaving(lock: () => void): HTMLElement {
  const said = h("p", { class: "t-error", role: "alert" });
  const leave = async () => {
    const { store } = current();
    const counts = countsOfStore(await store.operationRows(), await store.photoRows());
    const drafts = (await store.photoRows()).some((row) => row.isDraft);
    if ((isUnsent(counts) || drafts) && !(await isCarriedOut(store))) return void (said.textContent = gettext("Còn việc chưa gửi trên máy. Hãy gửi khi có mạng, hoặc xuất tệp, rồi mới đăng xuất."));
    said.textContent = (await signOut()) ? "" : gettext("Không có mạng nên chưa đăng xuất được. Bạn có thể khóa máy.");
    if (!said.textContent) lock();
  };
  return h("section", {}, h("h2", {}, gettext("Đăng xuất khỏi máy này")), h("p", {}, gettext("Dữ liệu của bạn trên máy này sẽ được xóa.")), button(gettext("Đăng xuất và xóa dữ liệu"), () => void leave(), { class: "t-button t-button--warning" }), said);
}
