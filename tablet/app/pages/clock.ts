/* A clock that is wrong: said before anything is announced or signed by it, never put right in silence. */
import { h } from "../dom";
import { lineState, onLine } from "../session";
import { gettext, interpolate, ngettext } from "../texts";
import { onLeave } from "./frame";

const MINUTE = 60_000;

/* Stands on a page and speaks once the clock is known to be wrong; call it after the page is drawn. */
export function clockWarning(): HTMLElement {
  const place = h("div", { role: "alert" });
  let told = 0;
  const draw = () => {
    const { clockOffMs } = lineState();
    if (clockOffMs === told) return;
    told = clockOffMs;
    place.replaceChildren(...(clockOffMs ? [warning(clockOffMs)] : []));
  };
  draw();
  onLeave(onLine(draw));
  return place;
}

function warning(offMs: number): HTMLElement {
  const words = offMs > 0 ? gettext("Đồng hồ máy nhanh hơn máy chủ %(much)s.") : gettext("Đồng hồ máy chậm hơn máy chủ %(much)s.");
  return h("div", { class: "t-card t-card--attention" }, h("p", {}, h("strong", {}, interpolate(words, { much: duration(Math.abs(offMs)) }))),
    h("p", {}, gettext("Hãy đặt lại giờ trong cài đặt máy trước khi công bố quyết định. Ứng dụng không tự sửa giờ của bạn; máy chủ ghi cả hai giờ.")));
}

function duration(milliseconds: number): string {
  const minutes = Math.round(milliseconds / MINUTE);
  if (minutes < 120) return ngettext("%(count)s phút", "%(count)s phút", minutes);
  const hours = Math.round(minutes / 60);
  return hours < 24 ? ngettext("%(count)s giờ", "%(count)s giờ", hours) : ngettext("%(count)s ngày", "%(count)s ngày", Math.round(hours / 24));
}
