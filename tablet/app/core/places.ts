/*
 * Whether a point lies inside an area, as inspections/checklists/places.py says it: even-odd rule, the edge is inside.
 * A point is {latitude, longitude} or the text "10.77 106.69"; an area is "lat lon;lat lon;…".
 */
type Point = [latitude: number, longitude: number];

export function geofence(point: unknown, area: unknown): boolean | null {
  const at = pointOf(point);
  const corners = typeof area === "string" ? area.split(";").filter((each) => each.trim()).map(pointOf) : [];
  if (!at || corners.length < 3 || corners.includes(null)) return null;
  const edges = corners.map((corner, index) => [corner!, corners[(index + 1) % corners.length]!] as [Point, Point]);
  return edges.some((edge) => liesOn(at, edge)) || edges.filter((edge) => crosses(at, edge)).length % 2 === 1;
}

function pointOf(given: unknown): Point | null {
  const place = given as { latitude?: unknown; longitude?: unknown } | null;
  const parts = typeof given === "string" ? given.trim().split(/\s+/).slice(0, 2) : [place?.latitude, place?.longitude];
  const [latitude, longitude] = parts.map((part) => (part === undefined || part === null || part === "" ? NaN : Number(part)));
  return Math.abs(latitude ?? NaN) <= 90 && Math.abs(longitude ?? NaN) <= 180 ? [latitude!, longitude!] : null;
}

function liesOn([y, x]: Point, [[y1, x1], [y2, x2]]: [Point, Point]): boolean {
  const isInLine = (x2 - x1) * (y - y1) === (y2 - y1) * (x - x1);
  return isInLine && Math.min(x1, x2) <= x && x <= Math.max(x1, x2) && Math.min(y1, y2) <= y && y <= Math.max(y1, y2);
}

function crosses([y, x]: Point, [[y1, x1], [y2, x2]]: [Point, Point]): boolean {
  return y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1;
}
