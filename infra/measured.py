"""What the log lines measure: `shared/rollcall/src/log/metrics.rs`, read as text."""

import re
from functools import cache

from processed import ROOT

MEASURE = re.compile(r"Measure \{\s*dimensions: &\[(?P<dimensions>.*?)\],\s*metrics: &\[(?P<metrics>.*?)\],?\s*\}", re.S)


@cache
def measured():
    """For each line, by the name of its event: pairs of a metric's name and its dimensions."""
    text = (ROOT / "shared/rollcall/src/log/metrics.rs").read_text()
    constants = dict(re.findall(r"^const (\w+): (?:Measure|&\[Measure\]) =(.*?);$", text, re.M | re.S))

    def pairs(body):
        for measure in MEASURE.finditer(body):
            for names in re.findall(r"&\[(.*?)\]", measure["dimensions"]):
                for metric in re.findall(r'\("(\w+)", \w+\)', measure["metrics"]):
                    yield metric, tuple(re.findall(r'"(\w+)"', names))
        for other in constants:
            if re.search(rf"\b{other}\b", MEASURE.sub("", body)):
                yield from pairs(constants[other])

    lines = dict(re.findall(r'"(\w+)" => Some\((\w+)\)', text))
    assert lines, "no line measures anything"
    return {line: set(pairs(constants[constant])) for line, constant in lines.items()}
