"""What is written in a request channel or to the bot, and asks for nothing: greetings, thanks, announcements."""

import re
import unicodedata
from collections.abc import Iterable

from bot.mrkdwn import visible

_ANNOUNCES = re.compile(r"(?:[\s`*_~>]|&gt;)*(?:📣|📢|:mega:|:loudspeaker:)")
_NO_WORDS = re.compile(r"<[@!][^<>]*>|:[\w+'-]+:|&(?:amp|lt|gt);")  # mentions, emoji, entities
_WORD = re.compile(r"[^\W_]+")
# Said to a question, these answer it.
_ANSWERS = re.compile(
    r"""(?<!\w)(?:yes|yep|yeah|no|nope|ok|okay|k|sure|done|fixed|solved|works|perfect|great|ja|jo|jep|nein|nö|klar|alles\sklar
    |passt|erledigt|klappt|läuft|geht|gern|gerne|1)(?!\w)|:\+1:|:thumbsup:|:ok_hand:|:white_check_mark:|👍|👌|✅""",
    re.IGNORECASE | re.VERBOSE,
)
_MOST_WORDS = 15  # more is never mere courtesy, nor quickly tried in all the ways to read it

# What people say to each other around a request, by whole phrases; when in doubt, it is left out and becomes a request.
_PHRASES = """
hi|hello|hey|heya|hiya|howdy|yo|morning|evening|greetings|good morning|good afternoon|good evening|good day|good night
all|everyone|everybody|team|folks|guys|there|together|dear|you all|y all|and|to all|to everyone|how are you
how are you all|how is it going|how s it going|what s up|welcome|welcome back|you re welcome|you are welcome|thanks
thank you|many thanks|thx|ty|tysm|cheers|thanks a lot|thank you so much|thank you very much|so much|very much
thanks again|again|thanks in advance|in advance|thanks for your help|thank you for your help|for the help
for your help|for the quick help|for the quick reply|for the quick answer|that was quick|that was fast|ok|okay|k|yes
yep|sure|great|perfect|super|awesome|nice|cool|wonderful|excellent|fantastic|amazing|lovely|well done|great job
good job|nice work|great work|good work|you rock|love it|congrats|congratulations|happy birthday|works now
it works now|works again|it works again|works fine|solved|fixed|it s fixed|done|all good|never mind|nevermind
no problem|no worries|np|my pleasure|sorry|oops|lol|haha|hahaha|xd|d|p|1|got it|will do|understood|bye|goodbye|bye bye
see you|see you later|see you tomorrow|see you on monday|take care|have a nice day|have a good day|have a great day
have a nice weekend|have a good weekend|have a great weekend|happy monday|happy friday|happy new year|merry christmas
happy easter|best|regards|best regards|kind regards
hallo|moin|moinsen|moin moin|servus|grüezi|grüß gott|grüß dich|grüß euch|tach|guten morgen|guten tag|guten abend
gute nacht|morgen|mahlzeit|zusammen|an alle|alle|allerseits|ihr lieben|ihr|liebe|lieber|liebes team|leute|und
in die runde|wie geht s|wie geht es euch|wie geht es dir|willkommen|herzlich willkommen|willkommen zurück|danke
dankeschön|danke schön|danke dir|danke euch|vielen dank|vielen lieben dank|lieben dank|besten dank|herzlichen dank
tausend dank|allen|danke sehr|danke nochmal|nochmal|nochmals|danke im voraus|vielen dank im voraus|im voraus|schon mal
schonmal|danke für die hilfe|für die hilfe|für eure hilfe|für deine hilfe|für die schnelle hilfe
für die schnelle antwort|das ging schnell|das ging ja schnell|ja|jo|klar|alles klar|passt|prima|toll|klasse|perfekt
spitze|wunderbar|sehr gut|gut gemacht|glückwunsch|herzlichen glückwunsch|alles gute|alles gute zum geburtstag
ihr seid die besten|geht wieder|es geht wieder|geht jetzt|klappt|klappt jetzt|klappt wieder|läuft|läuft wieder|jetzt
hat geklappt|erledigt|hat sich erledigt|schon erledigt|alles gut|kein problem|keine ursache|gerne|gern|gern geschehen
bitte|bitte schön|bitteschön|sorry|entschuldigung|verstanden|mach ich|tschüss|tschüs|tschau|ciao|bis bald|bis später
bis morgen|bis montag|bis dann|schönen tag|schönen tag noch|schönen feierabend|schönen abend|schönes wochenende
ein schönes wochenende|frohe weihnachten|frohe ostern|frohes neues jahr|frohes neues|guten rutsch|viele grüße
liebe grüße|beste grüße|lg|vg
"""


def is_announcement(text: str) -> bool:
    """Whether a post begins with 📣: it is meant for everybody, and for no desk."""
    return _ANNOUNCES.match(text) is not None


def is_small_talk(text: str) -> bool:
    """Whether a text, as Slack escaped it, asks for nothing: greetings, thanks, emoji, or nothing visible at all."""
    words = _WORD.findall(_folded(visible(_NO_WORDS.sub(" ", text))))
    return not words or (len(words) <= _MOST_WORDS and _COURTESY.fullmatch(" ".join(words)) is not None)


def is_answer(text: str) -> bool:
    """Whether a text may answer a question: “ja” and “done” do, thanks and greetings don't."""
    return not is_small_talk(text) or _ANSWERS.search(text) is not None


def _folded(text: str) -> str:
    """Small letters without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in apart if not unicodedata.combining(character))


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Nothing but these, one after the other."""
    return re.compile(rf"(?:(?:{'|'.join(re.escape(_folded(phrase)) for phrase in phrases)})(?: |$))+")


_COURTESY = _any_of(phrase for line in _PHRASES.split("\n") for phrase in line.split("|") if phrase)
