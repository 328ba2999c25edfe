# What the description cannot say in JSON Schema, so that what Schemathesis makes up can be taken: instants that lie
# ahead, durations within their limits, texts that can be seen and told apart, a whole emoji.
import datetime
import random

import schemathesis

LIMITS = {"duration": (1, 86_400), "grace": (0, 60), "lead": (0, 3_600), "ttl": (1, 86_400)}
EMOJI = ["🔥", "❤️", "👍🏽", "🏴‍☠️", "👩‍👩‍👧", "1️⃣"]


DIRECTIONS = {at: None for at in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def readable(prefix, text):
    return f"{prefix} {text.translate(DIRECTIONS)}"[:300]


def instant(seconds):
    at = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def within_limits(body, chance):
    for field, (least, most) in LIMITS.items():
        if body.get(field) is not None:
            body[field] = f"PT{chance.randint(least, most)}S"
    if body.get("closesAt") is not None and body.get("duration") is not None:
        body["closesAt"] = None
    if body.get("opensAt") is not None:
        body["opensAt"] = instant(chance.randint(60, 86_400))
    if body.get("closesAt") is not None:
        body["closesAt"] = instant(86_400 + chance.randint(60, 3_600))
        if "expectedViewers" in body and "question" not in body:
            body["opensAt"] = instant(86_400)
    latency = body if set(body) & {"min", "max"} else body.get("latency")
    if latency:
        least = chance.randint(0, 30)
        latency["max"] = f"PT{least + chance.randint(0, 30)}S"
        if latency.get("min") is not None:
            latency["min"] = f"PT{least}S"
    options = body.get("options")
    if options and isinstance(options[0], dict):
        for number, option in enumerate(options):
            option["id"] = f"{number}{option['id']}"[:128]
            option["text"] = readable(number, option["text"])
        if body.get("maxOptions") is not None:
            body["maxOptions"] = min(body["maxOptions"], len(options))
    if isinstance(body.get("question"), str):
        body["question"] = readable("Q", body["question"])
    for field in ("expectedViewers", "maxOptions"):
        if body.get(field) is not None:
            body[field] = int(body[field])
    if "emoji" in body:
        body["emoji"] = chance.choice(EMOJI)


@schemathesis.hook
def before_call(context, case, kwargs):
    meta = case.meta
    is_good = meta is None or meta.generation.mode.is_positive
    if is_good and isinstance(case.query, dict) and case.query.get("from"):
        case.query.pop("to", None)
    if is_good and isinstance(case.body, dict) and case.method != "TRACE":
        within_limits(case.body, random.Random(str(case.body)))
