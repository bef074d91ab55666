"""The fixed words of a checklist: kinds of answers, natures, verdicts, what an answer can be asked to bring along."""

from typing import Final

PASS, FAIL, NOT_APPLICABLE = "pass", "fail", "not_applicable"
VERDICTS: Final = (PASS, FAIL, NOT_APPLICABLE)

DUTY, STANDARD, PLAN_TARGET, NO_NATURE = "duty", "standard", "plan_target", "none"
NATURES: Final = (DUTY, STANDARD, PLAN_TARGET, NO_NATURE)

KINDS: Final = {
    "verdict": "pass, fail or not applicable",
    "number": "a number; with `numerator` and `denominator` a ratio that is worked out",
    "choice": "one of the options",
    "choices": "several of the options",
    "text": "words",
    "date": "a day",
    "time": "hours and minutes",
    "datetime": "a moment with its zone",
    "photo": "one or more pictures",
    "file": "one or more files",
    "place": "a point on the map: latitude, longitude, accuracy",
    "signature": "a drawn signature",
    "table": "rows of columns",
    "qr": "what a QR code says",
    "note": "words to read; asks nothing",
    "computed": "worked out; asks nothing",
    "group": "items that belong together; may be repeated",
}
UNASKED: Final = frozenset({"note", "computed", "group"})
BY_EVIDENCE: Final = frozenset({"photo", "file", "signature"})
CHOOSING: Final = frozenset({"choice", "choices"})
MEASURED: Final = frozenset({"number", "date", "time", "datetime", "computed"})
IN_COLUMNS: Final = frozenset(
    {"number", "choice", "choices", "text", "date", "time", "datetime", "qr", "computed"}
)

OPERATORS: Final = ("<=", ">=", "<", ">", "=")

ANSWER, REASON, EVIDENCE = "answer", "reason", "evidence"
BRINGS: Final = (REASON, EVIDENCE)
ASKING: Final = (PASS, FAIL, NOT_APPLICABLE, "beyond_limit")

FACTS: Final = {
    "value": "the item's own value (in `valid_if` and `limit`)",
    "verdict": "the item's own verdict (in `required_if` and `valid_if`)",
    "numerator": "the ratio's own numerator (in `computed`)",
    "denominator": "the ratio's own denominator (in `computed`)",
    "unit": "number of the drawn unit, or of the repetition, that is answered",
    "row": "the row of the table (in a column)",
    "row_number": "which row it is, from 1 (in a column)",
    "geofence": 'the function `geofence(point, "lat lon;lat lon;…")`: whether a point lies inside an area',
    "answers": "all answers with their parts: `answers.TS_03.numerator`, `.denominator`, `.verdict`, `.value`, `.reason`",
    "visit_on": "day of the visit: the one on which the decision was announced",
    "kind_of_institution": 'code of the kind of institution, `""` where it is not known',
    "institution": "what is known of the institution: `institution.name`, `institution.code` …",
}
