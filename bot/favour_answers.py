"""What becomes of a favour between the two: accepted, put off, passed on, declined, done, thanked."""

from datetime import date
from typing import Any

from bot import favour_moves, favour_news, favour_times, favours
from bot.blocks import View
from bot.drafts import check_length, is_date
from bot.favour_errors import FavourOver
from bot.favour_moves import Change, due_unanswered, due_unheard, ended, for_asker, for_colleague, manners
from bot.form_errors import InvalidForm, Missing, PromiseOutOfReach
from bot.mrkdwn import visible
from bot.views import favour_forms as forms
from bot.views import ids
from bot.work import Work
from storage.favours import Favour, FavourCard, FavourState
from storage.kinds import Rating


def accept_form(work: Work, number: int, actor: str) -> View:
    """By when it will be done: by the day that is wanted, or the next on which they work."""
    favour = for_colleague(work, number, actor, FavourState.ASKED)
    own = manners(work, actor)
    wanted = favour.wanted_by if favour.wanted_by and favour.wanted_by >= own.day(work.now) else None
    preset = wanted or favour_times.next_working_day(own, work.now)
    return forms.day(favour, ids.FAVOUR_ACCEPT_FORM, work.words_of(actor), preset)


def accept(work: Work, number: int, actor: str, day: str) -> Favour:
    """Whoever is asked takes it, for a day ("2026-03-06"); of a team the first has it.

    Raises InvalidForm, and what `for_colleague` raises.
    """
    favour = for_colleague(work, number, actor, FavourState.ASKED)
    promised = _day(work, actor, day)
    is_of_team = favour.colleague is None
    current = len(favour_news.cards(work, favour)) if is_of_team else favour.card
    favour_moves.make(work, favour, actor, helper=actor, card=current, **_promised(work, actor, favour.asker, promised))
    if is_of_team:
        favour_news.refresh(work, favour, *favour_news.cards(work, favour))
        favour_news.show(work, favour, FavourCard(favour=number, n=current, person=actor, is_shared=True))
    else:
        favour_news.refresh(work, favour)
    favour_news.say(work, favour, "accepted")
    return favour


def _promised(work: Work, helper: str, asker: str, day: date) -> Change:
    """Accepted for a day, with nothing left to answer."""
    return {
        "state": FavourState.ACCEPTED,
        "promised_for": day,
        "proposed_for": None,
        "suggested": None,
        "accepted_at": work.now,
        **favour_moves.due_for_promise(work, helper, asker, day),
    }


def _day(work: Work, actor: str, day: str) -> date:
    """A day that can be promised. Raises InvalidForm."""
    if is_date(day) and favour_times.is_in_reach(chosen := date.fromisoformat(day), manners(work, actor).day(work.now)):
        return chosen
    raise InvalidForm({"day": PromiseOutOfReach() if day else Missing()})


def propose_form(work: Work, number: int, actor: str) -> View:
    """For which other day it could be."""
    favour = for_colleague(work, number, actor)
    _check_answered(favour)
    return forms.day(favour, ids.FAVOUR_DATE_FORM, work.words_of(actor), favour.promised_for or favour.wanted_by)


def propose(work: Work, number: int, actor: str, day: str) -> Favour:
    """The colleague could do it for another day; who asks decides. Raises InvalidForm, FavourTaken and the like."""
    favour = for_colleague(work, number, actor)
    _check_answered(favour)
    _wait_for_asker(work, favour, actor, proposed_for=_day(work, actor, day))
    favour_news.say(work, favour, "proposed")
    return favour


def _check_answered(favour: Favour) -> None:
    """One question to who asks at a time; and a team has nothing to put off until one of them has it."""
    if favour.proposed_for or favour.suggested or favour.colleague is None:
        raise FavourOver


def _wait_for_asker(work: Work, favour: Favour, actor: str, **question: Any) -> None:
    favour_moves.make(work, favour, actor, **question, **due_unheard(work, favour.asker))
    favour_news.refresh(work, favour)


def agree(work: Work, number: int, actor: str) -> Favour:
    """Who asks takes the other day: so it is accepted for that."""
    favour = for_asker(work, number, actor)
    helper, proposed = favour.colleague, favour.proposed_for
    if helper is None or proposed is None:
        raise FavourOver
    favour_moves.make(work, favour, actor, helper=helper, **_promised(work, helper, actor, proposed))
    return _answered(work, favour, "agreed")


def keep(work: Work, number: int, actor: str) -> Favour:
    """Who asks can't do with the other day, or has nobody else asked: it stands as it stood."""
    favour = for_asker(work, number, actor)
    if favour.colleague is None or not (favour.proposed_for or favour.suggested):
        raise FavourOver
    key = "kept" if favour.proposed_for else "not_passed_on"
    favour_moves.make(
        work, favour, actor, proposed_for=None, suggested=None, **_due_as_before(work, favour, favour.colleague)
    )
    return _answered(work, favour, key)


def _due_as_before(work: Work, favour: Favour, colleague: str) -> Change:
    if favour.promised_for is None:
        return due_unanswered(work, colleague)
    return favour_moves.due_for_promise(work, colleague, favour.asker, favour.promised_for)


def _answered(work: Work, favour: Favour, key: str) -> Favour:
    favour_news.refresh(work, favour)
    favour_news.say(work, favour, key)
    return favour


def suggest_form(work: Work, number: int, actor: str) -> View:
    """Who else might do it."""
    favour = for_colleague(work, number, actor)
    _check_answered(favour)
    return forms.suggest(favour, work.words_of(actor))


def suggest(work: Work, number: int, actor: str, other: str) -> Favour:
    """The colleague knows somebody better; who asks decides. Raises InvalidForm, FavourTaken and the like."""
    favour = for_colleague(work, number, actor)
    _check_answered(favour)
    mistake = favours.unfit(work, favour.asker, other) or favours.unfit(work, actor, other)
    if mistake:
        raise InvalidForm({"asked": mistake})
    _wait_for_asker(work, favour, actor, suggested=other)
    favour_news.say(work, favour, "suggested")
    return favour


def pass_on(work: Work, number: int, actor: str) -> Favour:
    """Who asks has the other one asked instead: a card of their own, and nothing more on the one before."""
    favour = for_asker(work, number, actor)
    if (other := favour.suggested) is None:
        raise FavourOver
    cards = favour_news.cards(work, favour)
    left = cards[favour.card]
    favour_moves.make(work, favour, actor, **_asked_anew(work, other), card=len(cards))
    favour_news.refresh(work, favour, left)
    favour_news.show(work, favour, FavourCard(favour=number, n=favour.card, person=other, is_shared=True))
    favours.tell_absence(work, favour, other)
    return favour


def _asked_anew(work: Work, other: str) -> Change:
    nothing = dict.fromkeys(("helper", "promised_for", "proposed_for", "suggested", "accepted_at"))
    return {"state": FavourState.ASKED, "asked": other, **nothing, **due_unanswered(work, other)}


def decline_form(work: Work, number: int, actor: str) -> View:
    """A word to who asks, if they like."""
    return forms.word(for_colleague(work, number, actor), ids.FAVOUR_DECLINE_FORM, work.words_of(actor))


def decline(work: Work, number: int, actor: str, word: str) -> Favour:
    """The colleague can't do it, or no longer; with a word or without. Raises InvalidForm, FavourTaken and the like."""
    favour = for_colleague(work, number, actor)
    check_length("word", word, forms.WORD_LIMIT)
    if favour.colleague is None:
        raise FavourOver
    favour_moves.make(work, favour, actor, word=visible(word), **ended(work, FavourState.DECLINED))
    favour_news.refresh(work, favour)
    favour_news.say(work, favour, "declined", favour.word)
    return favour


def done(work: Work, number: int, actor: str) -> Favour:
    """One of the two says that it is done; who asked is asked how it went."""
    favour = favour_moves.for_both(work, number, actor, FavourState.ACCEPTED)
    nothing_open = {"proposed_for": None, "suggested": None}
    favour_moves.make(work, favour, actor, **nothing_open, **ended(work, FavourState.DONE))
    favour_news.refresh(work, favour)
    favour_news.say(work, favour, "done_for_asker" if actor == favour.helper else "done_for_helper")
    favour_news.ask_how_it_was(work, favour)
    return favour


def ask_again(work: Work, number: int, actor: str) -> Favour:
    """Who asked asks how it stands, as the promised day has passed; they hear again if nothing comes of it."""
    favour = for_asker(work, number, actor, FavourState.ACCEPTED)
    late = favour_moves.due_late_again(work, actor)
    favour_moves.make(work, favour, actor, **late)
    favour_news.say(work, favour, "asked_again")
    return favour


def rate(work: Work, number: int, actor: str, rating: Rating) -> Favour:
    """A face from who asked, once. Raises FavourOver for a second one."""
    favour = for_asker(work, number, actor, FavourState.DONE)
    if favour.rating:
        raise FavourOver
    favour_moves.make(work, favour, actor, rating=rating)
    favour_news.rated(work, favour)
    return favour


def thanks_form(work: Work, number: int, actor: str) -> View:
    """A word of thanks, or of what might have gone better."""
    return forms.word(_rated(work, number, actor), ids.FAVOUR_THANKS_FORM, work.words_of(actor))


def thank(work: Work, number: int, actor: str, word: str) -> Favour:
    """A word from who asked, once; the helper reads it. Raises InvalidForm, FavourOver."""
    favour = _rated(work, number, actor)
    check_length("word", word, forms.WORD_LIMIT)
    if not visible(word):
        raise InvalidForm({"word": Missing()})
    favour_moves.make(work, favour, actor, thanks=visible(word))
    favour_news.rated(work, favour)
    return favour


def _rated(work: Work, number: int, actor: str) -> Favour:
    favour = for_asker(work, number, actor, FavourState.DONE)
    if favour.rating is None or favour.thanks:
        raise FavourOver
    return favour
