"""The texts of a language, and which visible words of a page are none of them."""

import itertools
import re

from browser import ROOT, Tab

TEXTS = ROOT / "shared" / "texts" / "texts"

TAG = re.compile(r"<[^>]*>")
PLACEABLE = re.compile(r"\{[^{}]*\}")
VARIANT = re.compile(r"\s+\*?\[\w+\] (.*)")
# Where one text may follow another.
JOINT = re.compile(r"[.?!:;,…] ")
# Dates, and identifiers.
DATA = re.compile(r"(?:\w\w, )?\d{1,2}\. \w+\.?(?: \d{4})?(?:, \d\d:\d\d(?: UTC)?)?|[0-9a-f-]{12,36}")
WORD = re.compile(r"[^\W\d_]")
MESSAGE = re.compile(r"[a-z][a-z0-9-]* = ?(.*)")

# All texts that a reader sees or hears, but for names, addresses, codes and times, and the names of languages.
VISIBLE = """() => {
  const data = "bdi, code, time, pre, script, style, svg text, .language form, .initial";
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.parentElement.closest(data)) found.push(node.data);
  }
  for (const named of document.querySelectorAll("[aria-label], [title], [placeholder], [data-label]"))
    for (const name of ["aria-label", "placeholder", "data-label"])
      if (named.hasAttribute(name)) found.push(named.getAttribute(name));
  found.push(...[...document.querySelectorAll("svg title")].map((title) => title.textContent));
  return found;
}"""


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def forms(language: str, file: str) -> list[str]:
    """Each form of each text of a file."""
    found = []
    for line in (TEXTS / language / f"{file}.ftl").read_text(encoding="utf-8").splitlines():
        if variant := VARIANT.fullmatch(line):
            found.append(variant[1])
        elif message := MESSAGE.fullmatch(line):
            found.append(message[1])
        elif line.startswith("    ") and found and line.strip() != "}":
            found[-1] += " " + line.strip()
    return found


def catalogue(language: str) -> re.Pattern:
    """What matches each piece of a text of the language: what stands between tags, with anything in its places."""
    pieces = set()
    for path in sorted((TEXTS / language).glob("*.ftl")):
        for form in forms(language, path.stem):
            for piece in TAG.split(form):
                pieces.update(stretches(PLACEABLE.split(piece)))
    return re.compile("|".join(sorted(pieces)), re.IGNORECASE)


def stretches(parts: list[str]) -> set[str]:
    """What matches each stretch of a text with places between its parts: a place may have a tag of its own."""
    found = set()
    for begin, end in itertools.combinations(range(len(parts) + 1), 2):
        stretch = parts[begin:end]
        if WORD.search("".join(stretch)):
            found.add(r"\s*.*\s*".join(re.escape(plain(part).strip(":;,… ")) for part in stretch))
    return found


def is_known(text: str, known: re.Pattern) -> bool:
    """A text of the language, or several of them in a row, of which some may be data."""
    if not WORD.search(text) or DATA.fullmatch(text) or known.fullmatch(text):
        return True
    ends = [match.end() for match in JOINT.finditer(text) if 0 < match.start() and match.end() < len(text)]
    return any(is_known(plain(text[:end]).rstrip(":;, "), known) and is_known(text[end:], known) for end in ends)


def strange(tab: Tab, known: re.Pattern, data=()) -> list[str]:
    """The visible texts of the page that are neither of the language nor data."""
    texts = {plain(text).strip(":;,… ") for text in tab.page.evaluate(VISIBLE)}
    words = re.compile("|".join(re.escape(word) for word in sorted(data, key=len, reverse=True)) or "(?!)")
    return sorted(text for text in texts if not any(is_known(plain(each), known) for each in (text, words.sub("0", text))))
