"""Words by their stems, in English and German at once: nobody is asked which language they write.

A word has the stems of both languages, and two words are the same where they share one: "printers" and "printer",
"Drucker" and "Druckern". Accents are dropped ("Gerät" is "Gerat"); "Geraet" meets them in the German stem.
"""

import re
import unicodedata
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice

import snowballstemmer

MOST_WORDS = 200
_MOST_CHARACTERS = 10_000
_LONGEST_WORD = 40
_REMEMBERED_WORDS = 20_000

# Slack's mentions, dates and links, of which only a link's label is words; then bare links, emoji and entities.
_LABELLED = re.compile(r"<(?:https?:|mailto:)[^<>|]*\|([^<>]*)>")
_UNSPOKEN = re.compile(
    r"<[@#!][^<>]*>|<?(?:https?://|mailto:)[^\s<>]*>?|(?<!\w):[a-z0-9_+'-]{1,100}:(?!\w)|&(?:amp|lt|gt);", re.IGNORECASE
)
_ONE_LETTER = re.compile(r"\b([^\W\d_])-(?=[^\W\d_])")  # e-mail is email
_WORD = re.compile(r"[^\W_]+")
_WRITTEN = re.compile(r"(?:\b[^\W\d_]-(?=[^\W\d_]))?[^\W_]+")
_PARTICIPLE = re.compile(r"(?<=..)iert(?:e[mnrst]?)?$")  # "installiert" is to Snowball another word than "installieren"

# Words that say nothing of what a text is about, and those of mere courtesy; single characters never count.
_ENGLISH = """
    about above after again all also am an and any anybody anyone are as at be because been before being below best both
    but by can cannot could did do does doing done dear during each every few for from further get gets getting go going
    good got had has have having he hello help helps her here hers hey hi him his how if in into is it its just kind
    know let like ll may me mine more morning most much must my need needs no nor not of off ok okay on once one only or
    other our ours out over own please pls possible re regards same shall she should since so some somebody someone
    something still such than thank thanks that the their theirs them then there these they thing this those through to
    too try under until up us ve very was we well were what when where which while who whom whose why will with without
    would yes yet you your yours don didn doesn isn wasn aren won wouldn couldn can hasn haven
"""
_GERMAN = """
    aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf aus bei beim
    bereits bin bis bist bitte brauche brauchen braucht da dabei dafür damit danke dann das dass dein deine deinem
    deinen deiner dem den denn der des dich die dies diese diesem diesen dieser dieses dir doch dort du durch ein eine
    einem einen einer eines er es etwas euch euer eure für gar geht gibt grüße gruß gut gute guten habe haben hallo hat
    hatte hatten hätte helfen her hier hilfe hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins ist
    ja jede jedem jeden jeder jedes jemand jetzt kann kannst kein keine keinem keinen keiner können könnt könnte könnten
    leider liebe lieber lieben mal man mehr mein meine meinem meinen meiner mich mir mit möchte moin morgen muss müssen
    nach nein nicht nichts noch nun nur ob oder ohne schon sehr sein seine seinem seinen seiner seit servus sich sie
    sind so soll sollen sollte sonst tag über um und uns unser unsere unserem unseren unserer unter vielen viel vom von
    vor wann war waren warum was weil welche welchem welchen welcher wenn wer werde werden wie wieder will wir wird wo
    wollen wurde wurden würde würden zu zum zur zwar
"""


def stems(text: str) -> frozenset[str]:
    """All stems of the words that count."""
    return frozenset(chain.from_iterable(words(text)))


def words(text: str) -> list[frozenset[str]]:
    """The first of the words that count, each once and by its stems, in their order."""
    distinct = dict.fromkeys(islice(filter(_counts, _spoken(text)), MOST_WORDS))
    return list(dict.fromkeys(map(_stems_of, distinct)))


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands, by its stems; one that says nothing does not count."""

    stems: frozenset[str]
    counts: bool


def in_order(text: str) -> list[Word]:
    """Every word: where a phrase is looked for."""
    return [Word(_stems_of(word), _counts(word)) for word in _spoken(text)]


def as_written(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """The words that count as they are written ("E-Mail"), each with its stems."""
    for match in _WRITTEN.finditer(unicodedata.normalize("NFC", _plain(text))):
        folded = next(_spoken(match[0]), "")
        if _counts(folded):
            yield match[0], _stems_of(folded)


def phrase_in(phrase: str, said: Sequence[Word]) -> bool:
    """Whether a word or phrase is said, in whatever inflection; between its words may be some that say nothing."""
    wanted = in_order(phrase)
    starts = (at for at, word in enumerate(said) if wanted and word.stems & wanted[0].stems)
    return any(_goes_on(wanted, said[at:]) for at in starts)


def _goes_on(wanted: Sequence[Word], said: Sequence[Word]) -> bool:
    """Whether what is said begins with what is wanted."""
    missing = deque(wanted)
    for heard in said:
        if missing and heard.stems & missing[0].stems:
            missing.popleft()
        elif heard.counts:
            break
    return not missing


def _spoken(text: str) -> Iterator[str]:
    """The words as they stand, folded, without what is only Slack's way of writing."""
    return (match[0][:_LONGEST_WORD] for match in _WORD.finditer(_ONE_LETTER.sub(r"\1", _folded(_plain(text)))))


def _plain(text: str) -> str:
    return _UNSPOKEN.sub(" ", _LABELLED.sub(r" \1 ", text[:_MOST_CHARACTERS]))


def _counts(word: str) -> bool:
    return len(word) > 1 and word not in _SAY_NOTHING


def _folded(text: str) -> str:
    """Small letters without accents, invisible characters and marks of direction."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in apart if unicodedata.category(character) not in ("Mn", "Cf"))


@lru_cache(maxsize=_REMEMBERED_WORDS)
def _stems_of(word: str) -> frozenset[str]:
    """The stems of a folded word; a stemmer holds what it works on, so each word gets its own: threads share none."""
    readings = (("english", word), ("german", _PARTICIPLE.sub("ieren", word)))
    return frozenset(snowballstemmer.stemmer(language).stemWord(read) for language, read in readings)


_SAY_NOTHING = frozenset(_folded(f"{_ENGLISH} {_GERMAN}").split())
