"""Input validation with the server's words (zod 4), and the three shapes of an error answer."""

import math
from typing import Any, NamedTuple

_MISSING = object()


class RefusedError(Exception):
    """An error answer."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(body.get("message"))
        self.status = status
        self.body = body


_CODES = {400: "BAD_REQUEST", 401: "UNAUTHORIZED", 404: "NOT_FOUND", 415: "UNSUPPORTED_MEDIA_TYPE"}


def refusal(status: int, message: str, path: str | None = None) -> RefusedError:
    """The answer of a procedure that says no; without `path`, of the router that knows no such procedure."""
    code = _CODES.get(status, "INTERNAL_SERVER_ERROR")
    data: dict[str, Any] = {"code": code, "httpStatus": status}
    if path is not None:
        data["path"] = path
    return RefusedError(status, {"message": message, "code": code, "data": data | {"zodError": None}})


class Field(NamedTuple):
    """What a procedure wants of one value.

    Attributes:
        kind: `string`, `number`, `boolean`, or `strings` (a list).
        least: the shortest string, or the smallest number.
        most: the largest number.
        default: what stands for a missing value; `required` where there is none.
        nonoptional: the server's other words for "missing".
        check: a further check of a string: its message where it fails.
        nullable: `null` is a value.
    """

    kind: str = "string"
    least: int | None = None
    most: int | None = None
    default: Any = _MISSING
    nonoptional: bool = False
    nullable: bool = False
    check: Any = None


Schema = dict[str, Field]


def validate(path: str, schema: Schema, given: dict[str, Any], *, from_query: bool) -> dict[str, Any]:
    """The values that the schema knows; others are dropped.

    Raises:
        RefusedError: 400 with an issue for each wrong value.
    """
    issues: list[dict[str, Any]] = []
    values: dict[str, Any] = {}
    for name, field in schema.items():
        value = given.get(name, _MISSING)
        if value is _MISSING and field.default is not _MISSING:
            if field.default is not None:
                values[name] = field.default
            continue
        if value is None and field.nullable:
            values[name] = None
            continue
        if from_query and field.kind == "number" and value is not _MISSING:
            value = _number(value)
        issue = _issue(field, value)
        if issue is None:
            values[name] = value
        else:
            tail = {"path": [name], "message": issue.pop("message")}
            issues.append(issue | tail)
    if issues:
        errors: dict[str, list[str]] = {}
        for issue in issues:
            errors.setdefault(issue["path"][0], []).append(issue["message"])
        zod = {"formErrors": [], "fieldErrors": errors}
        data = {"code": "BAD_REQUEST", "httpStatus": 400, "path": path, "zodError": zod}
        body = {"message": "Input validation failed", "code": "BAD_REQUEST", "data": data, "issues": issues}
        raise RefusedError(400, body)
    return values


def _number(value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return math.nan
    return int(number) if number.is_integer() else number


_TYPES = {"string": str, "boolean": bool, "strings": list}


def _issue(field: Field, value: Any) -> dict[str, Any] | None:
    if value is _MISSING and field.nonoptional:
        message = "Invalid input: expected nonoptional, received undefined"
        return {"code": "invalid_type", "expected": "nonoptional", "message": message}
    expected = "array" if field.kind == "strings" else field.kind
    if field.kind == "number":
        if isinstance(value, float) and math.isnan(value):
            message = "Invalid input: expected number, received NaN"
            return {"expected": "number", "code": "invalid_type", "received": "NaN", "message": message}
        good = isinstance(value, int | float) and not isinstance(value, bool)
    else:
        good = isinstance(value, _TYPES[field.kind])
    if not good:
        message = f"Invalid input: expected {expected}, received {_kind(value)}"
        return {"expected": expected, "code": "invalid_type", "message": message}
    return _bounds(field, value)


def _bounds(field: Field, value: Any) -> dict[str, Any] | None:
    text = isinstance(value, str)
    if field.least is not None and (len(value) if text else value) < field.least:
        what = f"string to have >={field.least} characters" if text else f"number to be >={field.least}"
        origin = {
            "origin": "string" if text else "number",
            "code": "too_small",
            "minimum": field.least,
            "inclusive": True,
        }
        return origin | {"message": f"Too small: expected {what}"}
    if field.most is not None and not text and value > field.most:
        message = f"Too big: expected number to be <={field.most}"
        return {"origin": "number", "code": "too_big", "maximum": field.most, "inclusive": True, "message": message}
    issue: dict[str, Any] | None = field.check(value) if field.check is not None else None
    return issue


def _kind(value: Any) -> str:
    if value is _MISSING:
        return "undefined"
    names = {type(None): "null", bool: "boolean", int: "number", float: "number", str: "string", list: "array"}
    return names.get(type(value), "object")
