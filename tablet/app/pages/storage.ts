/* Room on the tablet: how much is used, whether the browser promised to keep it, and what happens where it did not. */
import { button, h } from "../dom";
import { gettext, interpolate, numberText } from "../texts";

const LITTLE_LEFT = 200 * 1_048_576;

const estimated = async (): Promise<StorageEstimate> => (await navigator.storage?.estimate?.()) ?? {};
const isPersisted = async (): Promise<boolean> => (await navigator.storage?.persisted?.()) ?? false;

export async function storageSection(): Promise<HTMLElement> {
  const [estimate, isKept] = await Promise.all([estimated(), isPersisted()]);
  const megabytes = (bytes = 0) => numberText((bytes / 1_048_576).toFixed(bytes < 10_485_760 ? 1 : 0));
  const said = h("p", { role: "status" });
  const ask = async () => (said.textContent = (await navigator.storage.persist()) ? gettext("Trình duyệt đã hứa giữ dữ liệu.") : gettext("Trình duyệt chưa hứa giữ. Hãy cài ứng dụng lên màn hình chính rồi bấm lại."));
  return h("section", {}, h("h2", {}, gettext("Chỗ chứa trên máy")),
    h("p", { "data-storage": "" }, interpolate(gettext("Đã dùng %(used)s MB trong %(quota)s MB trình duyệt cho phép."), { used: megabytes(estimate.usage), quota: megabytes(estimate.quota) })),
    isKept ? h("p", {}, gettext("Trình duyệt đã hứa giữ dữ liệu.")) : h("div", { class: "t-card t-card--attention" }, h("p", {}, gettext("Khi máy hết chỗ, trình duyệt có thể xóa dữ liệu chưa gửi.")), button(gettext("Xin giữ dữ liệu"), () => void ask()), said));
}

/* What whoever goes into a visit must know of the room; null where nothing threatens. */
export async function storageWarning(): Promise<HTMLElement | null> {
  const [{ usage = 0, quota = Infinity }, isKept] = await Promise.all([estimated(), isPersisted()]);
  const isTight = quota - usage < LITTLE_LEFT;
  if (isKept && !isTight) return null;
  const words = isTight ? gettext("Máy sắp hết chỗ: ảnh mới có thể không lưu được. Hãy xóa bớt ảnh, ứng dụng khác trên máy.") : gettext("Khi máy hết chỗ, trình duyệt có thể xóa dữ liệu chưa gửi.");
  return h("div", { class: "t-card t-card--attention", "data-storage-warning": "" }, h("p", {}, words), h("a", { class: "t-button", href: "#/device" }, gettext("Xem chỗ chứa và xin giữ dữ liệu")));
}
