"""A report as one JSON object that stands alone: with what the file says of each event and what each recipient reads.

It adds to `Report.as_json()` and changes nothing of it; the page and the file of a replay are made from this alone.
"""

from typing import Any

from wholepicture.interfaces.replay import in_file
from wholepicture.interfaces.replay.report import AskLine, EventLine, NoticeLine, Report
from wholepicture.lib.dates import london

Json = dict[str, Any]


def of(report: Report) -> Json:
    """Return the whole report, with what its ids stand for."""
    found = report.as_json()
    for told, line in zip(found["events"], report.events, strict=True):
        _complete(told, line)
    names = {"agencies": report.agencies, "people": report.people}
    # Lists, because a database keeps no order of the keys of an object.
    named = {kind: [{"id": id_, "name": name} for id_, name in ids.items()] for kind, ids in names.items()}
    return found | {"source": report.source, **named}


def _complete(told: Json, line: EventLine) -> None:
    told["told"] = in_file.as_json(line.told) if line.told else None
    for notice, of_notice in zip(told["notices"], line.notices, strict=True):
        notice |= _read(of_notice)
    for ask, of_ask in zip(told["contributions_asked"], line.asked, strict=True):
        ask |= _read(of_ask) | {"asked_before": not of_ask.chases}


def _read(line: NoticeLine | AskLine) -> Json:
    """What was read, and what people said about it."""
    reads = line.reads
    said = [
        {"at": london(step.at).isoformat(), "state": step.state, "by": step.to, "words": step.words}
        for step in line.history
        if step.words
    ]
    if reads is None:
        return {"text": None, "said": said}
    text = {
        "title": reads.title,
        "text": reads.text,
        "leaves_out": list(reads.leaves_out),
        "never_to": list(reads.never_to),
    }
    return {"text": text, "said": said}
