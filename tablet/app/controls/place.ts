/* A point on the map: from the tablet's own position, or typed. Degrees are texts, as the protocol writes them. */
import { button, field, h } from "../dom";
import { gettext, interpolate, numberText } from "../texts";
import type { Control } from "./kinds";

/* Where a photograph was taken, as evidence says it. */
export interface Place {
  lat: string;
  lng: string;
  accuracy: string | null;
}

/* A place as an answer says it (inspections/checklists/answers.py). */
interface PlaceAnswer {
  latitude: string;
  longitude: string;
  accuracy: string | null;
}

const answered = ({ lat, lng, accuracy }: Place): PlaceAnswer => ({ latitude: lat, longitude: lng, accuracy });

const PATIENCE_MS = 20_000;

/* Where the tablet is, null where it cannot or may not know: the browser's own time does not run while it asks for leave. */
export function here(patience = PATIENCE_MS): Promise<Place | null> {
  return new Promise((resolve) => {
    if (!navigator.geolocation) return resolve(null);
    setTimeout(() => resolve(null), patience);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lat: coords.latitude.toFixed(6), lng: coords.longitude.toFixed(6), accuracy: coords.accuracy.toFixed(0) }),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: patience, maximumAge: 60_000 },
    );
  });
}

export const placeControl: Control = (_item, answer, change) => {
  const kept = (answer.value ?? {}) as Partial<PlaceAnswer>;
  const typed = (name: "latitude" | "longitude"): HTMLInputElement => {
    const input: HTMLInputElement = h("input", { class: "t-input t-input--number", inputmode: "decimal", value: numberText(kept[name] ?? ""), input: () => say() });
    return input;
  };
  const [lat, lng] = [typed("latitude"), typed("longitude")];
  const said = h("p", { class: "t-hint", role: "status" });
  const say = (): void => change({ value: lat.value && lng.value ? answered({ lat: lat.value.replace(",", "."), lng: lng.value.replace(",", "."), accuracy: null }) : null });
  const find = async () => {
    said.textContent = gettext("Đang tìm vị trí…");
    const found = await here();
    if (!found) return void (said.textContent = gettext("Không lấy được vị trí. Hãy bật định vị hoặc nhập tọa độ."));
    [lat.value, lng.value] = [numberText(found.lat), numberText(found.lng)];
    said.textContent = interpolate(gettext("Sai số khoảng %(meters)s m"), { meters: found.accuracy ?? "?" });
    change({ value: answered(found) });
  };
  return h("div", {}, button(gettext("Lấy vị trí đang đứng"), () => void find()), said, h("div", { class: "t-ratio" }, field(gettext("Vĩ độ"), lat), field(gettext("Kinh độ"), lng)));
};
