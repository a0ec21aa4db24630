"""Which code of the shared crates a function can come to, as far as the text tells.

Names are all there is to go by: functions of one name count as one, so code that is never reached may be taken for
reached. What is reached is not missed, as long as services are called by the names in `SERVICES`.
"""

import re
from collections import defaultdict
from functools import cache

from processed import ROOT

# Rooms that call AWS, and the name by which the rest of the code holds a value of theirs.
SERVICES = {"store": "store", "mail": "mailer", "schedule": "scheduler", "events": "bus"}

# Folders that have tests alone.
TESTS = {"tests", "forms"}

NAME = r"([a-z_]\w*)(?:::<[^;{}]*?>)?\("
# Within such a module: of a function, or of a method of the value itself or its table. Not of anything else's methods,
# for many things have a `get` and a `send`.
OWN_CALL = re.compile(rf"(?:(?<![.\w])|\bself\.|\bself\.table\.){NAME}")
ANY_CALL = re.compile(rf"\b{NAME}")


def stripped(text):
    """Code without comments, texts, and white space around dots, where long chains are broken."""
    token = r'''r(#*)".*?"\1|"(?:[^"\\]|\\.)*"|'(?:[^'\\\n]|\\.)'|//[^\n]*'''
    text = re.sub(token, lambda found: "" if found[0].startswith("/") else '""', text, flags=re.DOTALL)
    return re.sub(r"\s*\.\s*", ".", text)


def block(text, start):
    """What is in the braces that open at `start`."""
    depth = 0
    for end in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[end], 0)
        if depth == 0:
            return text[start : end + 1]
    raise ValueError("a brace is never closed")


def without_tests(text):
    while module := re.search(r"#\[cfg\(test\)\]\s*mod \w+ \{", text):
        text = text[: module.start()] + text[module.end() - 1 + len(block(text, module.end() - 1)) :]
    return text


def bodies(text):
    """Name and body of each function. Those of traits without a body have none."""
    for found in re.finditer(r"\bfn (\w+)", text):
        depth = 0
        for at in range(found.end(), len(text)):
            depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(text[at], 0)
            if depth == 0 and text[at] in "{;":
                if text[at] == "{":
                    yield found[1], block(text, at)
                break


def module_of(path):
    """The room that a file below `shared` is in: a crate, or a module of the common crate. Elsewhere the first part."""
    return path[2] if path[:2] == ("rollcall", "src") else path[0]


@cache
def functions(folder):
    """The functions below a folder: a list of module and body for each name."""
    found = defaultdict(list)
    for file in sorted((ROOT / folder).rglob("*.rs")):
        if file.name != "tests.rs" and not TESTS & set(file.relative_to(ROOT / folder).parts):
            module = module_of(file.relative_to(ROOT / folder).with_suffix("").parts)
            for name, body in bodies(without_tests(stripped(file.read_text()))):
                found[name].append((module, body))
    assert found, f"there is no code in {folder}"
    return found


def callees(module, body):
    """What a body may call: the module, `None` for those that call no service, and the name."""
    for service, value in SERVICES.items():
        for name in re.findall(rf"\b{value}\.{NAME}", body):
            yield service, name
    if module in SERVICES:
        for name in OWN_CALL.findall(body):
            yield module, name
    for name in ANY_CALL.findall(body):
        yield None, name


def reached(crate):
    """Module and body of the functions of the shared crates that a function's crate can come to."""
    shared = functions("shared")
    own = [(None, body) for found in functions(f"functions/{crate}/src").values() for _, body in found]
    to_do, seen = list(own), set()
    while to_do:
        for service, name in callees(*to_do.pop()):
            if (service, name) in seen:
                continue
            seen.add((service, name))
            for module, body in shared.get(name, []):
                if service == (module if module in SERVICES else None):
                    yield module, body
                    to_do.append((module, body))
