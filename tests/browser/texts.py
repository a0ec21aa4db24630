"""The texts of a language, and which visible words of a page are none of them."""

import itertools
import re

from browser import ROOT, Tab

TEXTS = ROOT / "shared" / "texts" / "texts"

TAG = re.compile(r"<[^>]*>")
PLACEABLE = re.compile(r"\{[^{}]*\}")
VARIANT = re.compile(r"\s+\*?\[\w+\] (.*)")
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
    return re.compile("|".join(sorted(pieces)))


def stretches(parts: list[str]) -> set[str]:
    """What matches each stretch of a text with places between its parts: a place may have a tag of its own."""
    found = set()
    for begin, end in itertools.combinations(range(len(parts) + 1), 2):
        stretch = parts[begin:end]
        if WORD.search("".join(stretch)):
            found.add(r"\s*.*\s*".join(re.escape(plain(part)) for part in stretch))
    return found


def strange(tab: Tab, known: re.Pattern, data=()) -> list[str]:
    """The visible texts of the page that are neither of the language nor data."""
    texts = {plain(text) for text in tab.page.evaluate(VISIBLE)}
    return sorted(text for text in texts if WORD.search(text) and text not in data and not known.fullmatch(text))
