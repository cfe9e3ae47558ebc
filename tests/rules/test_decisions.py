"""What a digest shows of requests that need a decision, and what becomes of it as they are decided."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.mrkdwn import Mrkdwn
from bot.views.decisions import Act, Decision, Why, blocks, marked, nudge, reason
from bot.views.kit import MESSAGE_LIMIT
from bot.words import LANGUAGES, words_for
from sandbox.blocks import message_problems
from storage.due import Survey
from storage.kinds import Rating, State, Urgency
from storage.tables import Request

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
EN = words_for("en")
RATED = Survey(request=5, desk="it", resolution=1, due_at=NOW, rating=Rating.BAD, rated_at=NOW, comment="x\n" * 500)


def a_request(state: State, text: str = "x", number: int = 5) -> Request:
    """A request with the longest title that there is."""
    return Request(
        id=number,
        desk="it",
        title=(text * 150)[:150],
        urgency=Urgency.HIGH,
        state=state,
        resolutions=1,
        requester="U1",
        author="U1",
        created_at=NOW,
        first_answer_due=NOW,
        resolution_due=NOW,
    )


def a_decision(number: int, why: Why = Why.ANSWER_OVERDUE, state: State = State.OPEN, text: str = "x") -> Decision:
    """A request as long and strange as can be; nobody has one that is open."""
    request = a_request(state, text, number)
    agent = "" if state is State.OPEN else "Bo <b>"
    request.agent = "U1" if agent else None
    survey = RATED if why is Why.LOW_RATED else None
    return Decision(request, why, NOW, agent, f"https://acme.slack.com/archives/C1/p{number}", survey)


def lines(decision: Decision) -> list[str]:
    """What is said of it below its title."""
    said = blocks([decision], EN, "UTC")[0][1]
    return str(said["text"]["text"]).splitlines()[1:]


def labels(decision: Decision) -> list[str]:
    return [one["text"]["text"] for one in blocks([decision], EN, "UTC")[0][-1]["elements"]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["x", "&", "<!here>*_~`"])
def test_ten_of_them_are_a_message_that_slack_takes_and_no_two_buttons_are_the_same(language: str, text: str) -> None:
    whys = [*Why, *Why]
    groups = blocks([a_decision(n, why, text=text) for n, why in enumerate(whys, 1)], words_for(language), "UTC")
    half = [block for group in groups[:5] for block in group]

    assert [len(group) for group in groups] == [3, *[2] * 9]
    assert message_problems(half) == []
    assert len(json.dumps(half, ensure_ascii=False)) < MESSAGE_LIMIT
    buttons = [one["action_id"] for group in groups for one in group[-1]["elements"]]
    assert len(set(buttons)) == len(buttons)
    assert "<!here>" not in json.dumps(groups)


def test_who_has_it_is_told_by_name_and_what_can_be_done_follows_from_the_reason() -> None:
    assert blocks([], EN, "UTC") == []
    free, held = a_decision(1), a_decision(2, Why.OLDEST, State.CLAIMED)
    since = EN.moment(NOW)
    assert lines(free) == [f"🔴 first answer overdue since {since} · nobody has it"]
    assert lines(a_decision(1, Why.UNCLAIMED)) == [f"⚪ waiting for somebody to take it since {since}"]
    assert lines(held) == [f"⏳ open longest, since {since} · Bo &lt;b&gt; has it"]
    waiting = a_decision(2, Why.RESOLUTION_OVERDUE, State.WAITING)
    assert lines(waiting)[0].endswith(" · Bo &lt;b&gt; has it and waits for an answer")
    rated = a_decision(3, Why.LOW_RATED, State.RESOLVED)
    assert lines(rated)[0].endswith("· solved by Bo &lt;b&gt;")
    assert lines(rated)[1] == f">{'x ' * 99}…"

    assert labels(free) == ["Assign", "Nudge", "Extend", "Open"]
    assert labels(held) == ["Hand over", "Nudge", "Extend", "Open"]
    assert labels(rated) == ["Nudge", "Open"]
    assert labels(replace(free, url=None)) == ["Assign", "Nudge", "Extend"], "its card is still on its way"


def test_what_was_done_takes_the_place_of_its_button_and_nothing_else_changes() -> None:
    shown = [block for group in blocks([a_decision(1), a_decision(11)], EN, "UTC") for block in group]

    once = marked(shown, 1, Act.NUDGE, Mrkdwn("✓ Done."))
    assert once[1]["text"]["text"] == shown[1]["text"]["text"] + "\n✓ Done."
    assert [one["text"]["text"] for one in once[2]["elements"]] == ["Assign", "Extend", "Open"]
    assert (once[0], once[3:]) == (shown[0], shown[3:])

    bare = replace(a_decision(1, Why.LOW_RATED, State.RESOLVED), url=None)
    (said,) = marked(blocks([bare], EN, "UTC")[0][1:], 1, Act.NUDGE_RATED, Mrkdwn("✓ Done."))
    assert said["type"] == "section", "a row without buttons goes: Slack refuses it"


def test_a_nudge_calls_who_is_there_and_says_why() -> None:
    assert nudge("U1", "U2", "", EN) == "👋 <@U2>, <@U1> asks you to have a look at this, please."
    assert nudge("U1", None, "", EN) == "👋 <@U1> asks you all: who can have a look at this, please?"
    assert nudge("U1", None, "Bo <b>", EN).startswith("👋 Bo &lt;b&gt; is off work, so <@U1> asks you all: who can")

    assert reason(a_request(State.CLAIMED), None, EN, NOW).startswith("🔴 First answer was due <!date^")
    assert reason(a_request(State.WAITING), None, EN, NOW) == ""
    unhappy = "<@U1> was not happy with how it ended: 🙁"
    assert reason(a_request(State.RESOLVED), RATED, EN, NOW) == unhappy
