"""What agents mean for the desk alone: notes, and replies that read like one, in English and German.

Who calls on the requester ("Hi Ana, …", "Could you try again, Ana?") speaks to them; who names them otherwise ("Ana's
laptop", "ask Ana"), or begins with "she" or "he" and says no "you", speaks of them. When in doubt it reads like a note:
its writer is asked, and nothing has leaked.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from bot.smalltalk import is_small_talk

_MARKS = r"(?:[\s`*_~>]|&gt;)*"
# 🔒 reaches us as typed or as Slack's name for it; who makes the word bold, code or a quote means a note all the same.
_NOTE = re.compile(rf"{_MARKS}(?:🔒|:lock:|(?:note|notiz)[`*_~]*:)[`*_~]*\s*", re.IGNORECASE)

_I = re.IGNORECASE
_FOR_US = "team|all|alle|everyone|everybody|folks|guys|colleagues|kolleg\\w+|zusammen|leute|us|uns|the desk|agents"
_INTERNAL = re.compile(
    rf"""[\W_]*(?:
    (?:team[-\s]?)?(?:internal|intern)(?:ly)?\b
        (?!\s+(?:server|system|network|error|fehler|ip|address|mail|link|wiki|drive|phone|number|storage|memory|battery|
        microphone|speaker|name|status|clock|dns|hostname|site|page|students?)\b)
  | intern[er]+s?\s+(?:info|notiz|anmerkung|hinweis|frage|bemerkung|kommentar)\w*
  | (?:only|just|for|nur|rein|zur)\s+(?:internal|intern)\w*\b
  | (?:fyi|psa|heads[-\s]?up|zur\sinfo\w*|info|zk|zur\skenntnis)[^\w@]+
        (?:an\s|ans\s|fürs?\s|for\s|to\s)?(?:the\s|das\s|dem\s)?(?:@@|(?:{_FOR_US})\b)
  | (?:only\sfor|just\sfor|for|nur\sfür|für|unter|between)\s(?:the\steam|uns|us|agents|das\steam)\b
        \s*(?:only|alone)?\s*[:,\-–—]
  | (?:between\sus|among\sus|unter\suns)\b
  | (?:fürs?|ans?|dear|hey|hi|hello|hallo|moin)?[\W_]*team\s*[:,\-–—]
  | (?:please\s|bitte\s)?(?:do\snot|don[’']?t|nicht)\s(?:send|forward|relay|weiterleiten|senden|abschicken)\b
  | (?:note\sto\s(?:self|us|the\steam)|notiz\s(?:an|für)\s(?:mich|uns|das\steam))\b
    )""",
    _I | re.VERBOSE,
)
_MARKED_INTERNAL = re.compile(r"[(\[]\s*(?:internal|intern)(?:\s+only)?\s*[)\]]", _I)
_OF_THE_REQUESTER = re.compile(r"\b(?:the requester|(?:der|die|den|dem) (?:anfragesteller|anfragende)\w*)\b", _I)
# Who begins with she or he has named nobody else; German says sie and er of things, too, so people must be doing it.
_OF_HER = re.compile(
    r"""\W*(?:(?:and|but|so|maybe|apparently|i\sthink|i\sguess|looks\slike|und|aber|anscheinend|ich\sglaube|ich\sdenke)[\s,]+)*
    (?:s?he(?:[’']s|[’']ll|[’']d|\s+\w+)
    |(?:sie|er)\s+(?:möchte|sagte?|meinte?|fragte?|weiß|wusste|versteht|glaubt|behauptet|vergisst)
    |(?:please\s+)?(?:ask|tell|call|remind|ping)\s+(?:her|him)
    |(?:bitte\s+)?(?:frage?|sage?|rufe?|erinner\w*)\s+(?:sie|ihn|ihr|ihm))\b""",
    _I | re.VERBOSE,
)
_YOU = re.compile(r"\b(?:you\w*|u|ur|du|dir|dich|dein\w*)\b", _I)
_CALLS_A_COLLEAGUE = re.compile(
    r"""\W*(?:(?:hi|hey|hello|hallo|moin|psst)[\s,]+)?@@[\s,:]*
    (?<=[,:\s])(?:(?:can|could|would|will|do|did|have|are|may|should)\s+(?:you|u|we)\b
    |(?:please|pls|bitte|any|kannst|könntest|könnt|weißt|hast|magst|schaust?|look|check|take|what|wie|was|ideas?|idee)\b
    |thoughts\b|your\sturn|for\syou|für\sdich)""",
    _I | re.VERBOSE,
)

_MOST_MENTIONS = 20

# What the guard does not read: code, quotes of all kinds, addresses, channels, emoji.
_UNREAD = re.compile(
    r"```.*?```|`[^`\n]*`|^(?:>|&gt;).*$|<(?![@])[^<>]*>|[“„\"][^“”„\"\n]*[”“\"]|:[a-z][\w+'-]*:",
    re.DOTALL | re.MULTILINE,
)
_CALLED = re.compile(r"<[@!][^<>]*>|(?<![\w.])@(\w+)")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+|;\s+|\s[-–—]\s")
_NAME_END = r"(?![\w@\\/-]|\.\w)"
_NAME_START = r"(?<![\w@.\\/-])"
_TITLE = r"(?:(?:mr|mrs|ms|mx|dr|prof|frau|herrn?)\.?\s+)"
_POSSESSIVE = re.compile(r"[’'`]s\b", _I)
_SPEAKS_TO = re.compile(r"\b(?:you|your|yours|yourself|u|ur|du|dir|dich|dein\w*|ihnen|ihr\w{0,2}|euch|eure\w*)\b", _I)
_GREETS = re.compile(
    r"""[\W_]*(?:(?:hi|hello|hey|hallo|moin|servus|dear|liebe[rs]?|(?:sehr\s)?geehrter?|werte[rs]?|guten\s(?:tag|morgen|abend)|
    good\s(?:morning|afternoon|evening)|thanks?|thx|danke\w*|vielen\sdank|sorry|cc|lg|vg|mfg|best|regards|cheers|welcome|
    gruß|grüße|gruss|fyi|btw|psst|nein|no|ja|yes|ok|okay|please|bitte|schade|congrats|see\syou|get\swell\ssoon|bis\s\w+|
    apologies|(?:good|great|nice|gute|guten|viel|schönen?|schönes)\s\w+)\b[\s,!]*)+""",
    _I | re.VERBOSE,
)
_OF_SOMEBODY = re.compile(
    r"""\s+(?:is|has|was|had|needs?|wants?|says?|said|asks?|asked|wrote|writes|told|got|gets|can|can[’']?t|cannot|could|
    does|doesn[’']?t|did|didn[’']?t|isn[’']?t|wasn[’']?t|hasn[’']?t|won[’']?t|still|again|already|never|always|seems|thinks|
    called|calls|called|keeps|forgot|lost|broke|will|would|should|must|might|and|
    ist|hat|war|hatte|braucht|möchte|will|sagt|sagte|fragt|fragte|schreibt|schrieb|meint|kann|konnte|soll|sollte|muss|wird|
    würde|schon|wieder|immer|nie|bekommt|bekam|hätte|scheint|ruft|rief|und)\b(?!\s+(?:you|u|we|it|this|that|your|there)\b)""",
    _I | re.VERBOSE,
)
_SPOKEN_TO = re.compile(
    r"""\s+(?:(?:can|could|would|will|do|did|have|are|were|may|should|shall|don[’']?t)\s+(?:you|u|we|i)\b
    |(?:is|was|does|did|has)\s+(?:it|this|that|your|there|everything)\b
    |(?:please|pls|kindly|bitte|you|your|u|du|dein\w*|dir|dich|ihr|i|we|ich|wir|it|it[’']?s|i[’']?m|i[’']?ve|we[’']?ve|es
    |try|check|look|restart|open|have|let|send|click|go|use|schau|probier\w*|versuch\w*|mach|schick\w*|starte?|öffne|nimm|gib
    |kannst|könntest|hast|bist|magst|willst|weißt|brauchst|musst|darfst|solltest|würdest|hättest|wärst|warst|here|hier
    |thanks?|thank|danke|sorry|hi|hello|hallo)\b)""",
    _I | re.VERBOSE,
)
_SPOKEN_OF = re.compile(
    r"""\b(?:ask|asked|asking|tell|told|telling|call|called|calling|for|to|with|from|by|of|about|see|seen|hear|heard|met|meet|
    reach|reached|know|knows|help|helped|inform|informed|remind|ping|pinged|email|emailed|mail|contact|contacted|notify|let|
    give|gave|send|sent|that|if|because|when|whether|since|and|or|like|does|did|has|is|was|are|
    frag|frage|fragt|fragen|sag|sage|sagt|ruf|an|mit|von|für|bei|zu|über|und|oder|dass|weil|wenn|ob|als|die|der|den|dem|das|
    hat|ist|war|wegen|laut|gib|gebt|schick|hilf|kontaktier\w*|erinner\w*)[\s:]+$""",
    _I | re.VERBOSE,
)
_SALUTES = re.compile(r"\W*(?:hi|hello|hey|hallo|moin|dear|liebe[rs]?)\s[^,.]*(?:\band|\bund|&|&amp;)\s*$", _I)
_TELLS_OF = re.compile(
    r"\b(?:ask|asked|tell|told|call|called|let|remind|ping|inform|frag|frage|sag|sage|ruf|dass|weil)\s+$", _I
)
_LISTS = re.compile(r"\s*,?\s*(?:and|or|und|oder|&amp;)\b", _I)

# First names that are words, too: they are a name where they are written as one, and the words around say so.
_WORDS_TOO = """
will mark may april june august summer autumn dawn grace hope faith joy rose bill art frank ernst rich drew
pat sue chase max jack guy miles dale glen dean earl duke gene herb jay josh ray rob rod skip ward wade eve
amber ruby pearl crystal iris ivy lily daisy heather holly violet olive penny carol patience melody harmony
sky star angel christian wolf mai juni juli an in so to do ed al bo jo lee don dot win sunny happy honey
destiny chance rock cliff forest river reed major general page trip buddy sonny basil ginger rosemary sage
clay flint sandy stormy mercy constance prudence victor hunter mason carter cooper parker taylor tanner tyler
bishop king prince german roman
"""
_MONTHS = "april may june august mai juni juli dawn summer autumn"
_TITLES = "dr prof mr mrs ms mx frau herr dipl ing"


@dataclass(frozen=True)
class Named:
    """Somebody who may be spoken of: their Slack id and the name that their profile shows."""

    id: str
    name: str


def is_note(text: str) -> bool:
    """Whether an agent marks these words as meant for the desk alone."""
    return _NOTE.match(text) is not None


def without_mark(text: str) -> str:
    """The words of a note, without what marked it as one."""
    return _NOTE.sub("", text, count=1)


def reads_like_note(text: str, requester: Named) -> bool:
    """Whether unmarked words of an agent, as Slack escaped them, look meant for the desk and not for the requester."""
    read = _plain(text, requester)
    if any(pattern.match(read) for pattern in (_INTERNAL, _CALLS_A_COLLEAGUE)):
        return True
    if _MARKED_INTERNAL.search(read) or _OF_THE_REQUESTER.search(read):
        return True
    if _OF_HER.match(read) and not _YOU.search(read):
        return True
    return any(_speaks_of(sentence, requester) for sentence in _SENTENCE.split(_folded(read)) if sentence)


def _plain(text: str, requester: Named) -> str:
    """What can be read as somebody's words: the requester's mention is a name, anybody else's two signs."""
    mentioned = re.sub(rf"<@{re.escape(requester.id)}(?:\|[^<>]*)?>", "@requester", text)
    others = _CALLED.sub(lambda called: called[0] if _is_named(called[1], requester) else "@@", mentioned)
    return _UNREAD.sub(" ", others).replace("*", "").replace("_", " ").replace("~", "")


def _is_named(called: str | None, requester: Named) -> bool:
    """Whether an @ that was typed calls the requester."""
    return called is not None and _names(requester.name).fullmatch(f"@{called}") is not None


def _speaks_of(sentence: str, requester: Named) -> bool:
    return any(_is_third_person(sentence, found, requester) for found in _mentions(sentence, requester.name))


def _mentions(sentence: str, name: str) -> Iterator[re.Match[str]]:
    """Wherever a person is named in a sentence; who is named over and over is read often enough."""
    return islice(_names(name).finditer(sentence), _MOST_MENTIONS)


@cache
def _names(name: str) -> re.Pattern[str]:
    """All that a person may go by: a mention, the full name, the first name, or the last with its title."""
    first, last = _parts(name)
    called = ["@requesters?"]
    if last:
        called += [
            rf"{_TITLE}(?:{_any(first)}\s+)?{_any(last)}s?",
            rf"{_any(first)}\s+{_any(last)}s?",
            rf"{_any(last)}(?=[’'`]s\b)",
        ]
    if len(first) > 1:
        called.append(rf"{_TITLE}?@?(?P<first>{_any(first)})" + ("" if _is_a_word(first) else "s?"))
    return re.compile(rf"{_NAME_START}(?:{'|'.join(called)}){_NAME_END}", _I)


def _parts(name: str) -> tuple[str, str]:
    """First and last name, as far as a profile's name tells."""
    plain = re.sub(r"\(.*?\)|\|.*", " ", name)
    if "," in plain:
        last, _, first = plain.partition(",")
        plain = f"{first} {last}"
    parts = [part for part in re.split(r"[\s._]+", plain) if part and part.casefold() not in _TITLES.split()]
    return (parts[0] if parts else "", parts[-1] if len(parts) > 1 else "")


def _any(name: str) -> str:
    """A name in the ways in which it is written: umlauts spelled out or without dots, without hyphens, half of it."""
    pieces = name.split("-")
    written = {name, " ".join(pieces), "".join(pieces), *(pieces[:1] if len(pieces[0]) > 2 else ())}
    spelled = {_spelled_out(one) for one in written}
    return "(?:" + "|".join(sorted((re.escape(_folded(one)) for one in written | spelled), key=len, reverse=True)) + ")"


def _spelled_out(name: str) -> str:
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ä", "Ae"), ("Ö", "Oe"), ("Ü", "Ue"), ("ß", "ss")):
        name = unicodedata.normalize("NFC", name).replace(umlaut, letters)
    return name


def _folded(text: str) -> str:
    """Letters without accents, in the case in which they are."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(character for character in apart if not unicodedata.combining(character))


def _is_a_word(name: str) -> bool:
    return len(name) == 2 or name.casefold() in _WORDS_TOO.split()


def _is_third_person(sentence: str, found: re.Match[str], requester: Named) -> bool:
    before, after = sentence[: found.start()], sentence[found.end() :]
    first = found.groupdict().get("first")
    if first and first == found[0] and _is_a_word(first) and not _is_written_as_name(first, before, after):
        return False
    if _POSSESSIVE.match(after):
        return True
    return not _is_called(before, after, is_genitive=_is_genitive(found, requester))


def _is_genitive(found: re.Match[str], requester: Named) -> bool:
    """Whether an s hangs on the name, as in “Anas Laptop”."""
    first, last = _parts(requester.name)
    written = re.compile(rf".*(?:{_any(first)}|{_any(last) if last else '@requester'}|@requester)", _I)
    return written.fullmatch(found[0]) is None


def _is_written_as_name(first: str, before: str, after: str) -> bool:
    """Whether a name that is a word, too, is one here."""
    if not first[0].isupper():
        return False
    if _POSSESSIVE.match(after) or _TELLS_OF.search(before) or _GREETS.fullmatch(before.strip() or "-"):
        return True
    is_month, starts = first.casefold() in _MONTHS.split(), not re.search(r"\w", before)
    return _OF_SOMEBODY.match(after) is not None if starts or is_month else True


def _is_called(before: str, after: str, *, is_genitive: bool) -> bool:
    """Whether a name is a salutation or a vocative, by what stands around it in its sentence."""
    if is_genitive:
        return False
    is_set_off = re.match(r"\s*(?:[,:!?…)]|\.(?!\w)|$)", after) is not None
    if not re.search(r"\w", before):
        return is_set_off or _SPOKEN_TO.match(after) is not None
    if _SALUTES.match(before):
        return is_set_off
    if _greets(before):
        return after.rstrip().endswith("?") or _OF_SOMEBODY.match(after) is None
    if re.search(r",\s*$", before):
        return is_set_off and _LISTS.match(after) is None
    speaks_to = _SPEAKS_TO.search(before) is not None or _GREETS.match(before) is not None
    return speaks_to and is_set_off and _SPOKEN_OF.search(before) is None


def _greets(before: str) -> bool:
    """Whether nothing but courtesy stands before the name; “and” alone is none."""
    words = before.strip(" ,")
    is_courtesy = _GREETS.fullmatch(words) is not None or is_small_talk(words)
    return is_courtesy and _SPOKEN_OF.search(before) is None
